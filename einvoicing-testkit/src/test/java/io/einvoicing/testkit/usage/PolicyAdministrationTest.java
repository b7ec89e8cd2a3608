package io.einvoicing.testkit.usage;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.usage.UsageFixture.NOVEMBER;
import static io.einvoicing.testkit.usage.UsageFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.usage.PolicyAdministration;
import io.einvoicing.usage.UsagePolicy;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyAdministrationTest {
    private static final YearMonth OCTOBER = NOVEMBER.minusMonths(1);
    private static final YearMonth DECEMBER = NOVEMBER.plusMonths(1);
    private static final UsagePolicy LARGER = new UsagePolicy(500, 2_000);

    private final UsageFixture fixture = new UsageFixture();
    private final Caller caller = fixture.caller;
    private final PolicyAdministration policies = fixture.usage.policies();

    @Test
    void aPolicyHoldsFromItsMonthOn() {
        policies.set(caller, caller.tenant(), DECEMBER, LARGER).orThrow();

        assertThat(free(OCTOBER)).isEqualTo(100);
        assertThat(free(NOVEMBER)).isEqualTo(100);
        assertThat(free(DECEMBER)).isEqualTo(500);
        assertThat(free(YearMonth.of(2199, 12))).isEqualTo(500);
        assertThat(policies.policies(caller).orThrow().changes()).isEqualTo(Map.of(DECEMBER, LARGER));
    }

    @Test
    void aPolicyHoldsUntilTheMonthOfTheNextChange() {
        policies.set(caller, caller.tenant(), DECEMBER, LARGER).orThrow();
        policies.set(caller, caller.tenant(), NOVEMBER, new UsagePolicy(7, 1)).orThrow();

        assertThat(free(NOVEMBER)).isEqualTo(7);
        assertThat(free(DECEMBER)).isEqualTo(500);
    }

    @Test
    void ofSeveralForOneMonthTheOneSetLastHolds() {
        policies.set(caller, caller.tenant(), DECEMBER, LARGER).orThrow();
        fixture.clock.set(NOW.plusSeconds(1));
        policies.set(caller, caller.tenant(), DECEMBER, UsagePolicy.DEFAULT).orThrow();

        assertThat(free(DECEMBER)).isEqualTo(100);
    }

    @Test
    void aChangeNeverAltersAClosedMonth() {
        fixture.usage.purchases().record(caller, LocalDate.of(2026, 10, 15), 3).orThrow();
        var before = fixture.month(OCTOBER);

        Refusal refusal = refused(policies.set(caller, caller.tenant(), OCTOBER, LARGER), Refusal.Kind.CONFLICT);
        policies.set(caller, caller.tenant(), NOVEMBER, LARGER).orThrow();

        assertThat(refusal.message()).contains("2026-10", "2026-11");
        assertThat(fixture.month(OCTOBER)).isEqualTo(before);
        assertThat(fixture.store.policies().of(caller.tenant())).hasSize(1);
    }

    @Test
    void aMonthThatEndedLessThanAnHourAgoCanStillBeChanged() {
        fixture.clock.set(Instant.parse("2026-11-01T00:59:59.999Z"));
        policies.set(caller, caller.tenant(), OCTOBER, LARGER).orThrow();
        fixture.clock.set(Instant.parse("2026-11-01T01:00:00Z"));
        refused(policies.set(caller, caller.tenant(), OCTOBER, UsagePolicy.DEFAULT), Refusal.Kind.CONFLICT);

        assertThat(free(OCTOBER)).isEqualTo(500);
    }

    @Test
    void anOperatorSetsThePolicyOfAnyTenant() {
        Caller operator = aCaller().withRoles(Role.OPERATE).build();

        policies.set(operator, caller.tenant(), NOVEMBER, LARGER).orThrow();

        assertThat(free(NOVEMBER)).isEqualTo(500);
        refused(policies.set(operator, operator.tenant(), NOVEMBER, LARGER), Refusal.Kind.NOT_FOUND);
        AuditRecord record =
                fixture.store.auditTrail().newest(caller.tenant(), 1).get(0);
        assertThat(record.stamp().actor()).isEqualTo(operator.principal());
        assertThat(record.stamp().operation()).isEqualTo("usage.setPolicy");
    }

    @Test
    void volumesAndMonthsHaveBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> new UsagePolicy(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new UsagePolicy(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new UsagePolicy(UsagePolicy.MAX_VOLUME + 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new UsagePolicy(0, UsagePolicy.MAX_VOLUME + 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policies.set(caller, caller.tenant(), YearMonth.of(2200, 1), LARGER));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policies.set(caller, caller.tenant(), YearMonth.of(1999, 12), LARGER));
        assertThat(new UsagePolicy(0, 1).quantity(3)).isEqualTo(3);
    }

    @Test
    void packagesAreRoundedUp() {
        assertThat(UsagePolicy.DEFAULT.packagesFor(0, 100)).isZero();
        assertThat(UsagePolicy.DEFAULT.packagesFor(100, 100)).isZero();
        assertThat(UsagePolicy.DEFAULT.packagesFor(101, 100)).isEqualTo(1);
        assertThat(UsagePolicy.DEFAULT.packagesFor(1_100, 100)).isEqualTo(1);
        assertThat(UsagePolicy.DEFAULT.packagesFor(1_101, 100)).isEqualTo(2);
    }

    @Test
    void anOutageLeavesNothingHalfWritten() {
        for (int calls = 0; calls < 2; calls++) {
            fixture.store.outage().beginAfter(calls);
            assertThatThrownBy(() -> policies.set(caller, caller.tenant(), DECEMBER, LARGER))
                    .isInstanceOf(StoreUnavailableException.class);
            fixture.store.outage().end();
            assertThat(free(DECEMBER)).isEqualTo(100);
        }
    }

    private long free(YearMonth month) {
        return fixture.month(month).balance().free();
    }
}
