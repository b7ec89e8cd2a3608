package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEntry;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.Reconciliation;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.port.UsageFigures;
import io.einvoicing.usage.port.UsageLedger;
import io.einvoicing.usage.port.UsageRollUp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link UsageFigures} answers and no {@link UsageRollUp} changes: the sums of the ledger. All factories give ports of the
 * same store.
 */
public abstract class UsageFiguresContract {
    private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

    private final List<EnvironmentId> environments = ids(3, EnvironmentId::new);
    private final List<FeatureId> features = ids(4, FeatureId::new);

    protected abstract UsageFigures createFigures() throws Exception;

    protected abstract UsageFigures createUnreachableFigures() throws Exception;

    protected abstract UsageRollUp createRollUp() throws Exception;

    protected abstract UsageRollUp createUnreachableRollUp() throws Exception;

    protected abstract UsageLedger createLedger() throws Exception;

    protected abstract TenantRepository createTenants() throws Exception;

    @Test
    void areEmptyAtFirst() throws Exception {
        assertFigures(tenant(), List.of(), new Random(1));
        assertFigures(freshTenant(), List.of(), new Random(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void equalTheLedgerWhateverIsFoldedOrRebuiltWhen(long seed) throws Exception {
        Random random = new Random(seed);
        TenantId tenant = tenant();
        List<UsageEntry> ledger = new ArrayList<>();
        for (int step = 0; step < 12; step++) {
            switch (random.nextInt(4)) {
                case 0 -> createRollUp().fold(tenant, (done, total) -> {});
                case 1 -> createRollUp().rebuild(tenant, (done, total) -> {});
                default -> {
                    List<UsageEntry> batch = entries(tenant, random, 1 + random.nextInt(60));
                    createLedger().record(tenant, batch, Optional.empty());
                    createLedger().record(tenant, batch, Optional.empty());
                    ledger.addAll(batch);
                }
            }
            assertFigures(tenant, ledger, random);
        }
        createRollUp().rebuild(tenant, (done, total) -> {});
        assertFigures(tenant, ledger, random);
    }

    @Test
    void countReceivedDocumentsApart() throws Exception {
        TenantId tenant = tenant();
        UsageEntry issued = anEntry(tenant, environments.get(0), features.get(0), FIRST);
        UsageEntry received = new UsageEntry(
                tenant,
                issued.environment(),
                issued.feature(),
                Direction.IMPORT,
                issued.document(),
                issued.occurredAt(),
                FIRST,
                false,
                Optional.empty());
        createLedger().record(tenant, List.of(issued, received), Optional.empty());
        for (int round = 0; round < 2; round++) {
            for (Direction direction : Direction.values()) {
                assertThat(createFigures()
                                .byMonth(tenant, direction, MonthPeriod.of(YearMonth.from(FIRST)), UsageFilter.NONE))
                        .isEqualTo(Map.of(YearMonth.from(FIRST), 1L));
            }
            createRollUp().fold(tenant, (done, total) -> {});
        }
    }

    @Test
    void knowWhichTenantsAreNotFolded() throws Exception {
        TenantId tenant = tenant();
        assertThat(createRollUp().unfolded(100_000)).doesNotContain(tenant);

        createLedger().record(tenant, entries(tenant, new Random(5), 3), Optional.empty());
        assertThat(createRollUp().unfolded(100_000)).contains(tenant);

        assertThat(createRollUp().fold(tenant, (done, total) -> {})).isTrue();
        assertThat(createRollUp().unfolded(100_000)).doesNotContain(tenant);
        assertThat(createRollUp().unfolded(0)).isEmpty();
    }

    @Test
    void tellHowFarAFoldAndARebuildAre() throws Exception {
        TenantId tenant = tenant();
        createLedger().record(tenant, entries(tenant, new Random(6), 30), Optional.empty());
        AtomicLong done = new AtomicLong();
        UsageRollUp.Progress monotonic = (now, total) -> {
            assertThat(now).isBetween(done.get(), total);
            done.set(now);
        };

        createRollUp().fold(tenant, monotonic);
        assertThat(done).hasPositiveValue();
        done.set(0);
        createRollUp().rebuild(tenant, monotonic);
        assertThat(done).hasPositiveValue();
    }

    @Test
    void stayRightWhileManyRecordFoldAndRebuildAtOnce() throws Exception {
        TenantId tenant = tenant();
        UsageLedger ledger = createLedger();
        UsageFigures figures = createFigures();
        UsageRollUp rollUp = createRollUp();
        AtomicLong recorded = new AtomicLong();
        int rounds = 15;
        try (Race race = new Race(6)) {
            race.run(thread -> () -> {
                Random random = new Random(thread);
                long before = 0;
                for (int round = 0; round < rounds; round++) {
                    if (thread < 3) {
                        ledger.record(tenant, entries(tenant, random, 10), Optional.empty());
                        recorded.addAndGet(10);
                    } else if (thread == 3) {
                        rollUp.fold(tenant, (done, total) -> {});
                    } else if (thread == 4) {
                        rollUp.rebuild(tenant, (done, total) -> {});
                    } else {
                        long atLeast = recorded.get();
                        long used = used(figures, tenant);
                        assertThat(used).isGreaterThanOrEqualTo(atLeast).isGreaterThanOrEqualTo(before);
                        assertThat(used).isLessThanOrEqualTo(3L * rounds * 10);
                        before = used;
                    }
                }
                return true;
            });
        }
        assertThat(used(figures, tenant)).isEqualTo(3L * rounds * 10);
        rollUp.fold(tenant, (done, total) -> {});
        assertThat(used(figures, tenant)).isEqualTo(3L * rounds * 10);
    }

    @Test
    void reconcileWithTheLedgerToTheDocument() throws Exception {
        TenantId tenant = tenant();
        createLedger().record(tenant, entries(tenant, new Random(7), 40), Optional.empty());
        createRollUp().fold(tenant, (done, total) -> {});
        createLedger().record(tenant, entries(tenant, new Random(8), 40), Optional.empty());

        Reconciliation report = createRollUp()
                .reconcile(
                        tenant,
                        new DayPeriod(FIRST, FIRST.plusDays(500)),
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Instant.parse("2027-06-01T00:00:00Z"));

        assertThat(report.differences()).isEmpty();
        assertThat(report.agrees()).isTrue();
        assertThat(report.ledger()).isEqualTo(report.rolledUp()).isEqualTo(report.fed());
        assertThat(report.completed()).isZero();
    }

    @Test
    void reportAnOutageInsteadOfAnAnswer() throws Exception {
        UsageFigures figures = createUnreachableFigures();
        UsageRollUp rollUp = createUnreachableRollUp();
        TenantId tenant = freshTenant();
        DayPeriod days = new DayPeriod(FIRST, FIRST);
        MonthPeriod months = MonthPeriod.of(YearMonth.from(FIRST));
        Outages.assertUnavailable(
                () -> figures.byMonth(tenant, Direction.EXPORT, months, UsageFilter.NONE),
                () -> figures.byDay(tenant, Direction.EXPORT, days, UsageFilter.NONE),
                () -> figures.byFeature(tenant, Direction.EXPORT, days, UsageFilter.NONE),
                () -> figures.byEnvironment(tenant, Direction.EXPORT, days, UsageFilter.NONE),
                () -> rollUp.unfolded(1),
                () -> rollUp.fold(tenant, (done, total) -> {}),
                () -> rollUp.rebuild(tenant, (done, total) -> {}),
                () -> rollUp.reconcile(tenant, days, Instant.EPOCH, Instant.EPOCH.plusSeconds(1)));
    }

    private void assertFigures(TenantId tenant, List<UsageEntry> ledger, Random random) throws Exception {
        UsageFigures figures = createFigures();
        for (UsageFilter filter : List.of(
                UsageFilter.NONE,
                new UsageFilter(Optional.of(environments.get(1)), Optional.empty()),
                new UsageFilter(Optional.empty(), Optional.of(features.get(2))),
                new UsageFilter(Optional.of(environments.get(2)), Optional.of(features.get(3))))) {
            LocalDate from = FIRST.plusDays(random.nextInt(450) - 20L);
            DayPeriod days = new DayPeriod(from, from.plusDays(random.nextInt(450)));
            MonthPeriod months = new MonthPeriod(YearMonth.from(days.first()), YearMonth.from(days.last()));
            Direction direction = Direction.EXPORT;
            assertThat(figures.byMonth(tenant, direction, months, filter))
                    .isEqualTo(sums(ledger, months.days(), filter, entry -> YearMonth.from(entry.billingDay())));
            assertThat(figures.byDay(tenant, direction, days, filter))
                    .isEqualTo(sums(ledger, days, filter, UsageEntry::billingDay));
            assertThat(figures.byFeature(tenant, direction, days, filter))
                    .isEqualTo(sums(ledger, days, filter, UsageEntry::feature));
            assertThat(figures.byEnvironment(tenant, direction, days, filter))
                    .isEqualTo(sums(ledger, days, filter, UsageEntry::environment));
        }
    }

    private static <K> Map<K, Long> sums(
            List<UsageEntry> ledger, DayPeriod days, UsageFilter filter, Function<UsageEntry, K> key) {
        return ledger.stream()
                .filter(entry -> !entry.billingDay().isBefore(days.first())
                        && !entry.billingDay().isAfter(days.last())
                        && filter.matches(entry.environment(), entry.feature()))
                .collect(groupingBy(key, counting()));
    }

    private static long used(UsageFigures figures, TenantId tenant) {
        MonthPeriod months = new MonthPeriod(YearMonth.of(2025, 12), YearMonth.of(2027, 12));
        return figures.byMonth(tenant, Direction.EXPORT, months, UsageFilter.NONE).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    private List<UsageEntry> entries(TenantId tenant, Random random, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> anEntry(
                        tenant,
                        environments.get(random.nextInt(environments.size())),
                        features.get(random.nextInt(features.size())),
                        FIRST.plusDays(random.nextInt(400))))
                .toList();
    }

    private TenantId tenant() throws Exception {
        Tenant tenant = aTenant().build();
        createTenants().save(tenant, aStamp("tenant.create"));
        return tenant.id();
    }

    private static <I> List<I> ids(int number, Function<UUID, I> type) {
        return IntStream.range(0, number)
                .mapToObj(i -> type.apply(UUID.randomUUID()))
                .toList();
    }
}
