package io.einvoicing.testkit.usage;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.access.Caller;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.ServiceActivation;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.testkit.data.SequentialIdentifiers;
import io.einvoicing.testkit.data.TenantBuilder;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthFigure;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.MonthUsage;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.usage.UsageRanking;
import io.einvoicing.usage.UsageRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Laws that hold for every history of entries, purchases, reversals, policies and zones. */
class UsageLawsTest {
    private static final YearMonth FIRST = YearMonth.of(2026, 9);
    private static final MonthPeriod MONTHS = new MonthPeriod(FIRST, YearMonth.of(2027, 3));
    private static final List<ZoneId> ZONES = List.of(
            ZoneId.of("UTC"),
            ZoneId.of("Europe/Berlin"),
            ZoneId.of("America/New_York"),
            ZoneId.of("Asia/Kolkata"),
            ZoneId.of("Pacific/Kiritimati"),
            ZoneId.of("Pacific/Pago_Pago"),
            ZoneId.of("+14:00"),
            ZoneId.of("-14:00"));
    private static final List<EnvironmentId> ENVIRONMENTS =
            List.of(new EnvironmentId(new UUID(1, 1)), new EnvironmentId(new UUID(1, 2)));
    private static final List<FeatureId> FEATURES =
            List.of(new FeatureId(new UUID(2, 1)), new FeatureId(new UUID(2, 2)), new FeatureId(new UUID(2, 3)));

    /** One thing that happens to a tenant's usage. */
    private sealed interface Event {}

    private record Entry(int document, int environment, boolean received) implements Event {}

    private record Bought(int month, int day, long packages) implements Event {}

    private record Reversed(int which) implements Event {}

    private record Policy(int month, UsagePolicy policy) implements Event {}

    private record Zone(int zone, int month) implements Event {}

    private record Reset() implements Event {}

    @Provide
    Arbitrary<List<Event>> histories() {
        Arbitrary<Event> entry = Combinators.combine(
                        Arbitraries.integers().between(0, 40),
                        Arbitraries.integers().between(0, 1),
                        Arbitraries.of(false, false, true))
                .as(Entry::new);
        Arbitrary<Event> bought = Combinators.combine(
                        Arbitraries.integers().between(0, 6),
                        Arbitraries.integers().between(1, 28),
                        Arbitraries.longs().between(1, 1_000_000))
                .as(Bought::new);
        Arbitrary<Event> reversed = Arbitraries.integers().between(0, 5).map(Reversed::new);
        Arbitrary<Event> policy = Combinators.combine(
                        Arbitraries.integers().between(2, 6),
                        Arbitraries.longs().between(0, UsagePolicy.MAX_VOLUME),
                        Arbitraries.longs().between(1, UsagePolicy.MAX_VOLUME))
                .as((month, free, size) -> new Policy(month, new UsagePolicy(free, size)));
        Arbitrary<Event> zone = Combinators.combine(
                        Arbitraries.integers().between(0, ZONES.size() - 1),
                        Arbitraries.integers().between(3, 6))
                .as(Zone::new);
        return Arbitraries.frequencyOf(
                        Tuple.of(6, entry),
                        Tuple.of(2, bought),
                        Tuple.of(1, reversed),
                        Tuple.of(1, policy),
                        Tuple.of(1, zone),
                        Tuple.of(1, Arbitraries.just(new Reset())))
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<BillingCalendar> calendars() {
        return Arbitraries.of(ZONES).list().ofMinSize(1).ofMaxSize(5).map(zones -> {
            BillingCalendar calendar = BillingCalendar.of(zones.get(0));
            for (int i = 1; i < zones.size(); i++) {
                calendar = calendar.change(zones.get(i), FIRST.plusMonths(2 + i), NOW);
            }
            return calendar;
        });
    }

    @Property(tries = 300)
    void balanceIsFreePlusPurchasedMinusUsed(@ForAll("histories") List<Event> history) {
        Company company = new Company();
        Model model = new Model();
        for (Event event : history) {
            company.happens(event);
            model.happens(event, company.clock.instant());
        }

        for (MonthUsage month : company.months()) {
            UsagePolicy policy = model.policy(month.month());
            long purchased = model.packages(month.month()) * policy.packageSize();
            long used = model.used(month.month());
            assertThat(month.balance().free()).isEqualTo(policy.freeVolume());
            assertThat(month.balance().purchased()).isEqualTo(purchased);
            assertThat(month.balance().used()).isEqualTo(used);
            assertThat(month.balance().balance()).isEqualTo(policy.freeVolume() + purchased - used);
        }
        assertThat(company.received().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(model.received());
    }

    @Property(tries = 300)
    void featuresAndEnvironmentsSumToUsed(@ForAll("histories") List<Event> history) {
        Company company = new Company();
        history.forEach(company::happens);

        for (MonthUsage month : company.months()) {
            long used = month.balance().used();
            assertThat(company.features(month.month()).used()).isEqualTo(used);
            assertThat(company.environments(month.month()).used()).isEqualTo(used);
        }
    }

    @Property(tries = 200)
    void orderAndBatchingOfEntriesNeverChangeAFigure(@ForAll("histories") List<Event> history, @ForAll Random random) {
        List<Entry> entries = entries(history);
        Company one = new Company();
        Company other = new Company();
        for (Entry entry : entries) {
            one.record(List.of(entry));
        }
        Collections.shuffle(entries, random);
        for (int from = 0; from < entries.size(); ) {
            int to = Math.min(entries.size(), from + 1 + random.nextInt(10));
            other.record(entries.subList(from, to));
            from = to;
        }

        assertThat(other.figures()).isEqualTo(one.figures());
    }

    @Property(tries = 200)
    void replayingEverythingTwiceChangesNothing(@ForAll("histories") List<Event> history) {
        Company company = new Company();
        company.record(entries(history));
        var before = company.figures();

        company.record(entries(history));
        for (Entry entry : entries(history)) {
            company.record(List.of(entry));
        }

        assertThat(company.figures()).isEqualTo(before);
    }

    @Property(tries = 200)
    void resetLeavesEveryFigureAsItWas(@ForAll("histories") List<Event> history) {
        Company company = new Company();
        history.forEach(company::happens);
        var before = company.figures();

        company.usage.rollUp().reset(company.caller).orThrow();
        company.usage.rollUp().update(company.caller).orThrow();

        assertThat(company.figures()).isEqualTo(before);
    }

    @Property(tries = 500)
    void everyInstantBelongsToOneDayAndOneMonth(
            @ForAll("calendars") BillingCalendar calendar, @ForAll("instants") Instant at) {
        LocalDate day = calendar.day(at);
        YearMonth month = calendar.month(at);

        assertThat(month).isEqualTo(YearMonth.from(day));
        assertThat(at).isAfterOrEqualTo(calendar.start(month)).isBefore(calendar.end(month));
        assertThat(at).isAfterOrEqualTo(calendar.start(day)).isBefore(calendar.start(day.plusDays(1)));
        assertThat(calendar.day(at.plusNanos(1))).isAfterOrEqualTo(day);
        assertThat(calendar.end(month)).isEqualTo(calendar.start(month.plusMonths(1)));
        assertThat(calendar.month(calendar.end(month))).isEqualTo(month.plusMonths(1));
        assertThat(calendar.month(calendar.end(month).minusNanos(1))).isEqualTo(month);
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Arbitraries.longs()
                .between(
                        Instant.parse("2026-09-01T00:00:00Z").getEpochSecond(),
                        Instant.parse("2027-06-01T00:00:00Z").getEpochSecond())
                .map(Instant::ofEpochSecond);
    }

    private static List<Entry> entries(List<Event> history) {
        List<Entry> entries = new ArrayList<>();
        for (Event event : history) {
            if (event instanceof Entry entry) {
                entries.add(entry);
            }
        }
        return entries;
    }

    private static UsageRecord document(Entry entry) {
        // One document always has the same content: another one would be a conflict.
        return new UsageRecord(
                ENVIRONMENTS.get(entry.environment()),
                FEATURES.get(entry.document() % FEATURES.size()),
                entry.received() ? Direction.IMPORT : Direction.EXPORT,
                new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "FTI-" + entry.document()),
                NOW.minusSeconds(entry.document() * 200_000L));
    }

    /** A tenant in memory whose time goes on by an hour with every event. */
    private static final class Company {
        private final InMemoryStore store = new InMemoryStore();
        private final TestClock clock = new TestClock();
        private final Caller caller = aCaller().build();
        private final UsageManagement usage = new UsageManagement(
                store.usagePorts(), UsagePolicy.DEFAULT, Runnable::run, new SequentialIdentifiers(), clock);
        private final List<UUID> purchases = new ArrayList<>();

        private Company() {
            TenantBuilder tenant = TestData.aTenant().id(caller.tenant());
            store.tenants().save(tenant.build(), TestData.aStamp("tenant.create"));
        }

        private void happens(Event event) {
            clock.set(clock.instant().plusSeconds(3_600));
            if (event instanceof Entry entry) {
                record(List.of(entry));
            } else if (event instanceof Bought bought) {
                purchases.add(usage.purchases()
                        .record(caller, FIRST.plusMonths(bought.month()).atDay(bought.day()), bought.packages())
                        .orThrow()
                        .purchase()
                        .id());
            } else if (event instanceof Reversed reversed && reversed.which() < purchases.size()) {
                usage.purchases().reverse(caller, purchases.get(reversed.which()));
            } else if (event instanceof Policy policy) {
                usage.policies()
                        .set(caller, caller.tenant(), FIRST.plusMonths(policy.month()), policy.policy())
                        .orThrow();
            } else if (event instanceof Zone zone) {
                new ServiceActivation(store.tenants(), EndpointDirectory.STANDARD, clock)
                        .changeBillingZone(caller, ZONES.get(zone.zone()), FIRST.plusMonths(zone.month()))
                        .orThrow();
            } else if (event instanceof Reset) {
                usage.rollUp().reset(caller).orThrow();
            }
        }

        private void record(List<Entry> entries) {
            if (!entries.isEmpty()) {
                usage.feed()
                        .record(
                                caller,
                                entries.stream().map(UsageLawsTest::document).toList(),
                                Optional.empty())
                        .orThrow();
            }
        }

        private List<MonthUsage> months() {
            return usage.indicators().perMonth(caller, MONTHS).orThrow();
        }

        private Map<YearMonth, Long> received() {
            Map<YearMonth, Long> received = new HashMap<>();
            for (MonthFigure month :
                    usage.indicators().receivedPerMonth(caller, MONTHS).orThrow()) {
                received.put(month.month(), month.quantity());
            }
            return received;
        }

        private UsageRanking features(YearMonth month) {
            return usage.indicators()
                    .byFeature(caller, DayPeriod.of(month), Optional.empty())
                    .orThrow();
        }

        private UsageRanking environments(YearMonth month) {
            return usage.indicators()
                    .byEnvironment(caller, DayPeriod.of(month), Optional.empty())
                    .orThrow();
        }

        /** Returns everything that the indicators show. */
        private List<Object> figures() {
            List<Object> figures = new ArrayList<>(List.of(months(), received()));
            for (YearMonth month : MONTHS.months()) {
                figures.add(features(month));
                figures.add(environments(month));
            }
            for (Direction direction : Direction.values()) {
                figures.add(usage.indicators()
                        .byDay(caller, direction, MONTHS.days(), UsageFilter.NONE)
                        .orThrow());
            }
            figures.add(usage.indicators().outlook(caller).orThrow());
            return figures;
        }
    }

    /** The same history, added up in the plainest way. */
    private static final class Model {
        private final Set<List<Object>> known = new HashSet<>();
        private final Map<YearMonth, Long> used = new HashMap<>();
        private final Map<YearMonth, UsagePolicy> policies = new HashMap<>();
        private final List<Bought> bought = new ArrayList<>();
        private final Set<Integer> reversed = new HashSet<>();
        private BillingCalendar calendar = BillingCalendar.of(ZoneOffset.UTC);
        private long received;

        private void happens(Event event, Instant now) {
            if (event instanceof Entry entry) {
                UsageRecord document = document(entry);
                if (known.add(List.of(document.environment(), document.direction(), document.document()))) {
                    YearMonth month = calendar.month(document.occurredAt());
                    boolean late = !now.isBefore(calendar.end(month).plusSeconds(3_600));
                    if (entry.received()) {
                        received++;
                    } else {
                        used.merge(late ? calendar.month(now) : month, 1L, Long::sum);
                    }
                }
            } else if (event instanceof Bought each) {
                bought.add(each);
            } else if (event instanceof Reversed each && each.which() < bought.size()) {
                reversed.add(each.which());
            } else if (event instanceof Policy each) {
                policies.put(FIRST.plusMonths(each.month()), each.policy());
            } else if (event instanceof Zone each) {
                calendar = calendar.change(ZONES.get(each.zone()), FIRST.plusMonths(each.month()), now);
            }
        }

        private UsagePolicy policy(YearMonth month) {
            for (YearMonth from = month; !from.isBefore(FIRST); from = from.minusMonths(1)) {
                if (policies.containsKey(from)) {
                    return policies.get(from);
                }
            }
            return UsagePolicy.DEFAULT;
        }

        private long packages(YearMonth month) {
            long packages = 0;
            for (int i = 0; i < bought.size(); i++) {
                if (FIRST.plusMonths(bought.get(i).month()).equals(month) && !reversed.contains(i)) {
                    packages += bought.get(i).packages();
                }
            }
            return packages;
        }

        private long used(YearMonth month) {
            return used.getOrDefault(month, 0L);
        }

        private long received() {
            return received;
        }
    }
}
