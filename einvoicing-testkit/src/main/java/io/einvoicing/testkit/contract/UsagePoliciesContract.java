package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.PolicyChange;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.usage.port.UsagePolicies;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;

/** What every {@link UsagePolicies} does. All factories give ports of the same store. */
public abstract class UsagePoliciesContract {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final UsagePolicy LARGER = new UsagePolicy(250, 500);

    protected abstract UsagePolicies createPolicies() throws Exception;

    protected abstract UsagePolicies createUnreachablePolicies() throws Exception;

    protected abstract TenantRepository createTenants() throws Exception;

    protected abstract AuditTrail createAuditTrail() throws Exception;

    @Test
    void areEmptyAtFirst() throws Exception {
        assertThat(createPolicies().of(tenant())).isEmpty();
        assertThat(createPolicies().of(freshTenant())).isEmpty();
    }

    @Test
    void areReturnedByMonthAndThenInstantOfSetting() throws Exception {
        TenantId tenant = tenant();
        PolicyChange last = new PolicyChange(tenant, NOVEMBER.plusMonths(1), LARGER, NOW);
        PolicyChange second = new PolicyChange(tenant, NOVEMBER, UsagePolicy.DEFAULT, NOW.plusMillis(1));
        PolicyChange first = new PolicyChange(tenant, NOVEMBER, LARGER, NOW);
        for (PolicyChange change : new PolicyChange[] {last, second, first}) {
            add(change);
        }

        assertThat(createPolicies().of(tenant)).containsExactly(first, second, last);
    }

    @Test
    void keepTheSmallestAndTheLargestValues() throws Exception {
        TenantId tenant = tenant();
        PolicyChange least = new PolicyChange(tenant, YearMonth.of(2000, 1), new UsagePolicy(0, 1), NOW);
        PolicyChange most = new PolicyChange(
                tenant, YearMonth.of(2199, 12), new UsagePolicy(UsagePolicy.MAX_VOLUME, UsagePolicy.MAX_VOLUME), NOW);
        add(least);
        add(most);

        assertThat(createPolicies().of(tenant)).containsExactly(least, most);
    }

    @Test
    void belongToTheirTenantOnly() throws Exception {
        PolicyChange own = new PolicyChange(tenant(), NOVEMBER, LARGER, NOW);
        PolicyChange others = new PolicyChange(tenant(), NOVEMBER, UsagePolicy.DEFAULT, NOW);
        add(own);
        add(others);

        assertThat(createPolicies().of(own.tenant())).containsExactly(own);
        assertThat(createPolicies().of(others.tenant())).containsExactly(others);
    }

    @Test
    void leaveAnAuditRecordOfEachChange() throws Exception {
        TenantId tenant = tenant();
        int before = createAuditTrail().newest(tenant, 10).size();
        AuditStamp first = aStamp("usage.setPolicy");
        AuditStamp second = aStamp("usage.setPolicy");

        createPolicies().add(new PolicyChange(tenant, NOVEMBER, LARGER, NOW), new UsagePolicy(111, 1_000), first);
        createPolicies()
                .add(
                        new PolicyChange(
                                tenant, NOVEMBER.plusMonths(2), new UsagePolicy(777, 1_000), NOW.plusMillis(1)),
                        new UsagePolicy(111, 1_000),
                        second);

        assertThat(createAuditTrail().newest(tenant, 10)).hasSize(before + 2);
        assertThat(createAuditTrail().newest(tenant, 2))
                .extracting(AuditRecord::stamp)
                .containsExactly(second, first);
        assertThat(createAuditTrail().newest(tenant, 1)).allSatisfy(record -> {
            assertThat(record.subject()).isEqualTo("usage-policy/" + NOVEMBER.plusMonths(2));
            assertThat(record.before())
                    .hasValueSatisfying(text -> assertThat(text).contains("250"));
            assertThat(record.after())
                    .hasValueSatisfying(text -> assertThat(text).contains("777"));
        });
        assertThat(createAuditTrail().newest(tenant, 2).get(1).before())
                .as("what holds before all changes")
                .hasValueSatisfying(text -> assertThat(text).contains("111"));
    }

    @Test
    void loseNothingWhenManyAreSetAtOneInstant() throws Exception {
        UsagePolicies policies = createPolicies();
        TenantId tenant = tenant();
        try (Race race = new Race(8)) {
            race.run(i -> () -> {
                policies.add(
                        new PolicyChange(tenant, NOVEMBER, new UsagePolicy(i, 1_000), NOW.plusMillis(i)),
                        UsagePolicy.DEFAULT,
                        aStamp("usage.setPolicy"));
                return true;
            });
        }

        assertThat(policies.of(tenant))
                .extracting(change -> change.policy().freeVolume())
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    }

    @Test
    void reportAnOutageInsteadOfAnAnswer() throws Exception {
        UsagePolicies unreachable = createUnreachablePolicies();
        TenantId tenant = freshTenant();
        Outages.assertUnavailable(
                () -> unreachable.of(tenant),
                () -> unreachable.add(
                        new PolicyChange(tenant, NOVEMBER, LARGER, NOW),
                        UsagePolicy.DEFAULT,
                        aStamp("usage.setPolicy")));
    }

    private void add(PolicyChange change) throws Exception {
        createPolicies().add(change, UsagePolicy.DEFAULT, aStamp("usage.setPolicy"));
    }

    private TenantId tenant() throws Exception {
        Tenant tenant = aTenant().build();
        assertThat(createTenants().save(tenant, aStamp("tenant.create"))).isEqualTo(SaveResult.SAVED);
        return tenant.id();
    }
}
