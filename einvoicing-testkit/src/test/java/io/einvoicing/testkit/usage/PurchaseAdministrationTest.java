package io.einvoicing.testkit.usage;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.usage.UsageFixture.NOVEMBER;
import static io.einvoicing.testkit.usage.UsageFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.MonthUsage.State;
import io.einvoicing.usage.PurchaseAdministration;
import io.einvoicing.usage.PurchaseAdministration.Listed;
import io.einvoicing.usage.UsagePolicy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PurchaseAdministrationTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    private final UsageFixture fixture = new UsageFixture();
    private final Caller caller = fixture.caller;
    private final PurchaseAdministration purchases = fixture.usage.purchases();

    @Test
    void aPurchaseSaysWhoEnteredItAndWhen() {
        Listed listed = purchases.record(caller, TODAY, 3).orThrow();

        assertThat(listed.purchase().recordedBy()).isEqualTo(caller.principal());
        assertThat(listed.purchase().recordedByName()).isEqualTo(caller.displayName());
        assertThat(listed.purchase().recordedAt()).isEqualTo(NOW);
        assertThat(listed.quantity()).isEqualTo(3_000);
        assertThat(listed.afterClose()).isFalse();
        assertThat(listed.reversedBy()).isEmpty();
        assertThat(list(NOVEMBER)).containsExactly(listed);
    }

    @Test
    void aPurchaseCountsInTheMonthOfItsDateOnly() {
        purchases.record(caller, LocalDate.of(2026, 11, 30), 1).orThrow();
        purchases.record(caller, LocalDate.of(2026, 12, 1), 2).orThrow();

        assertThat(fixture.month(NOVEMBER).balance().purchased()).isEqualTo(1_000);
        assertThat(fixture.month(NOVEMBER.plusMonths(1)).balance().purchased()).isEqualTo(2_000);
        assertThat(fixture.month(NOVEMBER.plusMonths(2)).balance().purchased()).isZero();
    }

    @Test
    void aReversalTakesAPurchaseBackAndBothStayVisible() {
        Listed wrong = purchases.record(caller, TODAY, 7).orThrow();
        fixture.clock.set(NOW.plusSeconds(60));

        Listed reversal = purchases.reverse(caller, wrong.purchase().id()).orThrow();

        assertThat(reversal.quantity()).isEqualTo(-7_000);
        assertThat(reversal.purchase().reverses()).contains(wrong.purchase().id());
        assertThat(reversal.purchase().recordedAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(fixture.month(NOVEMBER).balance().purchased()).isZero();
        List<Listed> listed = list(NOVEMBER);
        assertThat(listed).hasSize(2);
        assertThat(listed.get(0).purchase()).isEqualTo(wrong.purchase());
        assertThat(listed.get(0).reversedBy()).contains(reversal.purchase().id());
        assertThat(listed.get(1)).isEqualTo(reversal);
    }

    @Test
    void aPurchaseIsReversedOnce() {
        UUID id = purchases.record(caller, TODAY, 7).orThrow().purchase().id();
        UUID reversal = purchases.reverse(caller, id).orThrow().purchase().id();

        assertThat(refused(purchases.reverse(caller, id), Refusal.Kind.CONFLICT).message())
                .contains("was reversed before");
        assertThat(refused(purchases.reverse(caller, reversal), Refusal.Kind.CONFLICT)
                        .message())
                .contains("is itself a reversal");
        assertThat(list(NOVEMBER)).hasSize(2);
    }

    @Test
    void nobodyReversesWhatIsUnknownOrBelongsToOthers() {
        UUID id = purchases.record(caller, TODAY, 7).orThrow().purchase().id();
        Caller stranger = aCaller().build();
        fixture.addTenant(stranger, "UTC");

        refused(purchases.reverse(stranger, id), Refusal.Kind.NOT_FOUND);
        refused(purchases.reverse(caller, UUID.randomUUID()), Refusal.Kind.NOT_FOUND);
        assertThat(fixture.month(NOVEMBER).balance().purchased()).isEqualTo(7_000);
    }

    @Test
    void aPurchaseOfAClosedMonthIsAllowedAndShownAsSuch() {
        YearMonth october = NOVEMBER.minusMonths(1);
        fixture.clock.set(Instant.parse("2026-11-01T00:59:59.999Z"));
        assertThat(purchases
                        .record(caller, LocalDate.of(2026, 10, 31), 1)
                        .orThrow()
                        .afterClose())
                .isFalse();
        assertThat(fixture.month(october).changedAfterClose()).isFalse();

        fixture.clock.set(Instant.parse("2026-11-01T01:00:00Z"));
        Listed late = purchases.record(caller, LocalDate.of(2026, 10, 1), 2).orThrow();

        assertThat(late.afterClose()).isTrue();
        assertThat(fixture.month(october).state()).isEqualTo(State.CLOSED);
        assertThat(fixture.month(october).changedAfterClose()).isTrue();
        assertThat(fixture.month(october).balance().purchased()).isEqualTo(3_000);
        assertThat(list(october)).extracting(Listed::afterClose).containsExactly(true, false);
    }

    @Test
    void aReversalAfterTheCloseIsShownToo() {
        Listed purchase = purchases.record(caller, TODAY, 1).orThrow();
        fixture.clock.set(Instant.parse("2026-12-01T01:00:00Z"));
        assertThat(fixture.month(NOVEMBER).changedAfterClose()).isFalse();

        assertThat(purchases.reverse(caller, purchase.purchase().id()).orThrow().afterClose())
                .isTrue();

        assertThat(fixture.month(NOVEMBER).changedAfterClose()).isTrue();
    }

    @Test
    void packagesAreAsLargeAsThePolicyOfTheirMonthSays() {
        fixture.usage
                .policies()
                .set(caller, caller.tenant(), NOVEMBER.plusMonths(1), new UsagePolicy(0, 250))
                .orThrow();

        assertThat(purchases.record(caller, TODAY, 2).orThrow().quantity()).isEqualTo(2_000);
        assertThat(purchases.record(caller, TODAY.plusMonths(1), 2).orThrow().quantity())
                .isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1_000_001, Long.MAX_VALUE})
    void onlyOneToAMillionPackagesAreTaken(long packages) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> purchases.record(caller, TODAY, packages))
                .withMessageContaining(Long.toString(packages));
        assertThat(list(NOVEMBER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0001-11-23", "1999-12-31", "2016-11-22", "2027-11-24", "2200-01-01", "+999999999-12-31"})
    void datesFarAwayAreNotTaken(String day) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> purchases.record(caller, LocalDate.parse(day), 1))
                .withMessageContaining("acquiredOn");
    }

    @Test
    void theLargestPurchasesOfTheLargestPackagesStillHaveABalance() {
        fixture.usage
                .policies()
                .set(caller, caller.tenant(), NOVEMBER, new UsagePolicy(UsagePolicy.MAX_VOLUME, UsagePolicy.MAX_VOLUME))
                .orThrow();
        for (int i = 0; i < 100; i++) {
            purchases.record(caller, TODAY, 1_000_000).orThrow();
        }

        assertThat(fixture.month(NOVEMBER).balance().balance())
                .isEqualTo(UsagePolicy.MAX_VOLUME + 100_000_000 * UsagePolicy.MAX_VOLUME);
    }

    @Test
    void anOutageLeavesNothingHalfWritten() {
        int callsInAll = 3; // the tenant, its policies, the purchase
        for (int calls = 0; calls < callsInAll; calls++) {
            UsageFixture each = new UsageFixture();
            each.store.outage().beginAfter(calls);
            assertThatThrownBy(() -> each.usage.purchases().record(each.caller, TODAY, 1))
                    .as("after %d calls", calls)
                    .isInstanceOf(StoreUnavailableException.class);
            each.store.outage().end();

            assertThat(each.month(NOVEMBER).balance().purchased()).isZero();
        }
        fixture.store.outage().beginAfter(callsInAll);
        purchases.record(caller, TODAY, 1).orThrow();
        fixture.store.outage().end();
    }

    private List<Listed> list(YearMonth month) {
        return purchases.acquiredIn(caller, MonthPeriod.of(month)).orThrow();
    }
}
