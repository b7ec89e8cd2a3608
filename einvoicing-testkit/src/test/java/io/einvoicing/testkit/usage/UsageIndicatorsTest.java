package io.einvoicing.testkit.usage;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static io.einvoicing.testkit.data.TestData.freshDocument;
import static io.einvoicing.testkit.usage.UsageFixture.NOVEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.usage.DayFigure;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthFigure;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.MonthUsage;
import io.einvoicing.usage.MonthUsage.State;
import io.einvoicing.usage.MonthlyBalance;
import io.einvoicing.usage.NamedEntry;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.UsageIndicators;
import io.einvoicing.usage.UsageOutlook;
import io.einvoicing.usage.UsageRanking;
import io.einvoicing.usage.UsageRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UsageIndicatorsTest {
    private static final YearMonth OCTOBER = NOVEMBER.minusMonths(1);
    private static final DayPeriod ALL_NOVEMBER = DayPeriod.of(NOVEMBER);

    private final UsageFixture fixture = new UsageFixture();
    private final Caller caller = fixture.caller;
    private final UsageIndicators indicators = fixture.usage.indicators();

    @Test
    void aMonthWithoutPurchaseOrUsageHasTheFreeVolume() {
        assertThat(fixture.month(NOVEMBER))
                .isEqualTo(new MonthUsage(new MonthlyBalance(NOVEMBER, 100, 0, 0), State.RUNNING, false, 0));
    }

    @Test
    void balanceIsFreePlusPurchasedMinusUsed() {
        purchase("2026-11-01", 2);
        purchase("2026-11-30", 3);
        fixture.record(fixture.issued(350, NOW));

        assertThat(fixture.month(NOVEMBER).balance()).isEqualTo(new MonthlyBalance(NOVEMBER, 100, 5_000, 350));
        assertThat(fixture.month(NOVEMBER).balance().balance()).isEqualTo(4_750);
    }

    @Test
    void nothingRollsOver() {
        purchase("2026-10-31", 1);
        fixture.record(fixture.issued(101, NOW));

        assertThat(indicators
                        .perMonth(caller, new MonthPeriod(OCTOBER, NOVEMBER.plusMonths(1)))
                        .orThrow())
                .extracting(month -> month.balance().balance())
                .containsExactly(1_100L, -1L, 100L);
    }

    @Test
    void deviationsAreTheMonthsInWhichMoreWasUsedThanAcquired() {
        fixture.record(fixture.issued(101, NOW));

        assertThat(indicators
                        .deviations(caller, MonthPeriod.ending(NOVEMBER, 12))
                        .orThrow())
                .containsExactly(fixture.month(NOVEMBER));

        purchase("2026-11-23", 1);
        assertThat(indicators
                        .deviations(caller, MonthPeriod.ending(NOVEMBER, 12))
                        .orThrow())
                .isEmpty();
    }

    @Test
    void aMonthStaysOpenForAnHourAfterItsEnd() {
        Instant end = Instant.parse("2026-11-01T00:00:00Z");

        fixture.clock.set(end.minusMillis(1));
        assertThat(fixture.month(OCTOBER).state()).isEqualTo(State.RUNNING);
        fixture.clock.set(end);
        assertThat(fixture.month(OCTOBER).state()).isEqualTo(State.OPEN);
        fixture.clock.set(end.plusSeconds(3_600).minusMillis(1));
        assertThat(fixture.month(OCTOBER).state()).isEqualTo(State.OPEN);
        fixture.clock.set(end.plusSeconds(3_600));
        assertThat(fixture.month(OCTOBER).state()).isEqualTo(State.CLOSED);
        assertThat(fixture.month(NOVEMBER.plusMonths(1)).state()).as("to come").isEqualTo(State.OPEN);
    }

    @Test
    void theRunningMonthIsThatOfTheBillingZone() {
        UsageFixture east = new UsageFixture("Pacific/Kiritimati");
        east.clock.set(Instant.parse("2026-11-30T10:00:00Z"));

        assertThat(east.usage.indicators().runningMonth(east.caller).orThrow()).isEqualTo(NOVEMBER.plusMonths(1));
    }

    @Test
    void aMonthWithoutReceivedDocumentsShowsZero() {
        fixture.record(fixture.received(NOW), fixture.received(NOW), fixture.issued(NOW));

        assertThat(indicators
                        .receivedPerMonth(caller, new MonthPeriod(OCTOBER, NOVEMBER))
                        .orThrow())
                .containsExactly(
                        new MonthFigure(OCTOBER, State.CLOSED, 0), new MonthFigure(NOVEMBER, State.RUNNING, 2));
    }

    @Test
    void whatOneEnvironmentOrFeatureUsedIsAPartOfTheMonth() {
        UsageRecord other = new UsageRecord(
                new EnvironmentId(UUID.randomUUID()), fixture.feature, Direction.EXPORT, freshDocument(), NOW);
        fixture.record(fixture.issued(3, NOW));
        fixture.record(other);

        assertThat(used(new UsageFilter(Optional.of(other.environment()), Optional.empty())))
                .isEqualTo(1);
        assertThat(used(new UsageFilter(Optional.of(fixture.environment), Optional.of(fixture.feature))))
                .isEqualTo(3);
        assertThat(used(new UsageFilter(Optional.empty(), Optional.of(fixture.feature))))
                .isEqualTo(4);
        assertThat(used(UsageFilter.NONE))
                .isEqualTo(4)
                .isEqualTo(fixture.month(NOVEMBER).balance().used());
    }

    @Test
    void rankingsAreSortedByQuantityAndThenNameAndSumToUsed() {
        ServiceEnvironment production = environment("Production");
        ServiceEnvironment test = environment("Acceptance");
        FeatureId invoices = feature("Invoices");
        FeatureId unknown = new FeatureId(UUID.randomUUID());
        List<UsageRecord> records = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            records.add(new UsageRecord(
                    i % 3 == 0 ? fixture.environment : i % 3 == 1 ? production.id() : test.id(),
                    i < 5 ? invoices : unknown,
                    Direction.EXPORT,
                    freshDocument(),
                    NOW));
        }
        fixture.record(records);
        fixture.record(fixture.received(NOW));

        UsageRanking features =
                indicators.byFeature(caller, ALL_NOVEMBER, Optional.empty()).orThrow();
        assertThat(features.items())
                .containsExactly(
                        new UsageRanking.Item(invoices.value(), "Invoices", 5),
                        new UsageRanking.Item(unknown.value(), unknown.toString(), 4));
        assertThat(features.used()).isEqualTo(9);

        UsageRanking environments =
                indicators.byEnvironment(caller, ALL_NOVEMBER, Optional.empty()).orThrow();
        assertThat(environments.items()).extracting(UsageRanking.Item::quantity).containsExactly(3L, 3L, 3L);
        assertThat(environments.items()).extracting(UsageRanking.Item::name).isSorted();
        assertThat(environments.items())
                .extracting(UsageRanking.Item::name)
                .contains("Production", "Acceptance", fixture.environment.toString());
        assertThat(environments.used())
                .isEqualTo(fixture.month(NOVEMBER).balance().used());

        assertThat(indicators
                        .byFeature(caller, ALL_NOVEMBER, Optional.of(production.id()))
                        .orThrow()
                        .used())
                .isEqualTo(3);
        assertThat(indicators
                        .byEnvironment(caller, ALL_NOVEMBER, Optional.of(unknown))
                        .orThrow()
                        .used())
                .isEqualTo(4);
    }

    @Test
    void everyDayOfAPeriodIsShown() {
        fixture.record(fixture.issued(2, NOW));
        LocalDate today = LocalDate.of(2026, 11, 23);

        assertThat(indicators
                        .byDay(
                                caller,
                                Direction.EXPORT,
                                new DayPeriod(today.minusDays(1), today.plusDays(1)),
                                UsageFilter.NONE)
                        .orThrow())
                .containsExactly(
                        new DayFigure(today.minusDays(1), 0),
                        new DayFigure(today, 2),
                        new DayFigure(today.plusDays(1), 0));
    }

    @Test
    void aSeriesHasAtMost366Days() {
        LocalDate first = LocalDate.of(2024, 1, 1);
        assertThat(indicators
                        .byDay(
                                caller,
                                Direction.EXPORT,
                                new DayPeriod(first, LocalDate.of(2024, 12, 31)),
                                UsageFilter.NONE)
                        .orThrow())
                .hasSize(366);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> indicators.byDay(
                        caller, Direction.EXPORT, new DayPeriod(first, LocalDate.of(2025, 1, 1)), UsageFilter.NONE))
                .withMessageContaining("367");
    }

    @Test
    void behindEveryFigureStandItsDocuments() {
        ServiceEnvironment production = environment("Production");
        FeatureId invoices = feature("Invoices");
        UsageRecord named = new UsageRecord(production.id(), invoices, Direction.EXPORT, freshDocument(), NOW);
        UsageRecord nameless = fixture.issued(NOW.minusSeconds(86_400));
        fixture.record(named, nameless, fixture.received(NOW));

        List<NamedEntry> first = documents(Optional.empty(), 1);
        assertThat(first).singleElement().satisfies(entry -> {
            assertThat(entry.entry().document()).isEqualTo(nameless.document());
            assertThat(entry.environmentName()).isEqualTo(fixture.environment.toString());
            assertThat(entry.featureName()).isEqualTo(fixture.feature.toString());
        });
        UsageEntry last = first.get(0).entry();
        List<NamedEntry> rest = documents(Optional.of(new UsageEntry.Cursor(last.billingDay(), last.key())), 1_000);
        assertThat(rest).singleElement().satisfies(entry -> {
            assertThat(entry.entry().document()).isEqualTo(named.document());
            assertThat(entry.environmentName()).isEqualTo("Production");
            assertThat(entry.featureName()).isEqualTo("Invoices");
        });
    }

    @Test
    void aPageHasOneToTenThousandDocuments() {
        for (int limit : new int[] {Integer.MIN_VALUE, 0, 10_001}) {
            assertThatIllegalArgumentException().isThrownBy(() -> documents(Optional.empty(), limit));
        }
        assertThat(documents(Optional.empty(), 10_000)).isEmpty();
    }

    @Test
    void availableIsTheBalanceWithoutWhatReservationsHold() {
        fixture.usage.reservations().reserve(caller, 30).orThrow();
        fixture.record(fixture.issued(20, NOW));

        assertThat(fixture.month(NOVEMBER).balance().balance()).isEqualTo(80);
        assertThat(fixture.month(NOVEMBER).reserved()).isEqualTo(30);
        assertThat(fixture.month(NOVEMBER).available()).isEqualTo(50);
        assertThat(fixture.month(NOVEMBER.plusMonths(1)).reserved()).isZero();
    }

    @Test
    void packagesToBuyKeepTheRunningMonthCompliantAndThePeakNeedsItsOwn() {
        fixture.clock.set(Instant.parse("2026-10-15T12:00:00Z"));
        fixture.record(fixture.issued(2_101, fixture.clock.instant()));
        fixture.clock.set(Instant.parse("2026-11-30T12:00:00Z"));
        fixture.record(fixture.issued(101, fixture.clock.instant()));

        UsageOutlook outlook = indicators.outlook(caller).orThrow();

        assertThat(outlook.acquired()).isEqualTo(100);
        assertThat(outlook.forecast().used()).isEqualTo(101);
        assertThat(outlook.packagesToBuy()).isEqualTo((outlook.forecast().high() - 100 + 999) / 1_000);
        assertThat(outlook.peakMonth()).isEqualTo(OCTOBER);
        assertThat(outlook.peakUsed()).isEqualTo(2_101);
        assertThat(outlook.peakPackages()).as("2,001 beyond the free volume").isEqualTo(3);
    }

    @Test
    void nobodySeesAnotherTenant() {
        fixture.record(fixture.issued(5, NOW));
        purchase("2026-11-23", 1);
        Caller stranger = aCaller().build();
        fixture.addTenant(stranger, "UTC");

        assertThat(indicators.perMonth(stranger, MonthPeriod.of(NOVEMBER)).orThrow())
                .extracting(MonthUsage::balance)
                .containsExactly(new MonthlyBalance(NOVEMBER, 100, 0, 0));
        assertThat(indicators
                        .byFeature(stranger, ALL_NOVEMBER, Optional.of(fixture.environment))
                        .orThrow()
                        .items())
                .isEmpty();
    }

    @Test
    void anOutageIsNoAnswer() {
        fixture.store.outage().begin();

        assertThatThrownBy(() -> indicators.perMonth(caller, MonthPeriod.of(NOVEMBER)))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> indicators.outlook(caller)).isInstanceOf(StoreUnavailableException.class);
    }

    private long used(UsageFilter filter) {
        return indicators
                .usedPerMonth(caller, MonthPeriod.of(NOVEMBER), filter)
                .orThrow()
                .get(0)
                .quantity();
    }

    private List<NamedEntry> documents(Optional<UsageEntry.Cursor> after, int limit) {
        return indicators
                .documents(caller, Direction.EXPORT, ALL_NOVEMBER, UsageFilter.NONE, after, limit)
                .orThrow();
    }

    private void purchase(String day, long packages) {
        fixture.usage.purchases().record(caller, LocalDate.parse(day), packages).orThrow();
    }

    private ServiceEnvironment environment(String name) {
        ServiceEnvironment environment =
                anEnvironment().of(caller.tenant()).named(name).build();
        fixture.store.environments().save(environment, aStamp("environment.create"));
        return environment;
    }

    private FeatureId feature(String name) {
        FeatureVersion version =
                aFeatureVersion().of(caller.tenant()).named(name).build();
        fixture.store.features().create(featureOf(version), version, aStamp("feature.create"));
        return version.feature();
    }
}
