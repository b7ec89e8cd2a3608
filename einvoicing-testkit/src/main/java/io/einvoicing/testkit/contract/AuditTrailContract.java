package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.kernel.SaveResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link AuditTrail} does; what is written to it, the contracts of the repositories say. All factories give ports of the
 * same store.
 */
public abstract class AuditTrailContract {
    protected abstract AuditTrail createAuditTrail() throws Exception;

    protected abstract AuditTrail createUnreachableAuditTrail() throws Exception;

    protected abstract TenantRepository createTenants() throws Exception;

    protected abstract EnvironmentRepository createEnvironments() throws Exception;

    @Test
    void isEmptyForATenantWithoutChanges() throws Exception {
        assertThat(createAuditTrail().newest(freshTenant(), 1_000)).isEmpty();
    }

    @Test
    void returnsTheNewestRecordsFirstWhateverWasChanged() throws Exception {
        Tenant tenant = aTenant().build();
        save(tenant, 0);
        ServiceEnvironment environment = anEnvironment().of(tenant.id()).build();
        assertThat(createEnvironments().save(environment, stamp(1))).isEqualTo(SaveResult.SAVED);
        save(aTenant().id(tenant.id()).revision(2).build(), 2);

        assertThat(createAuditTrail().newest(tenant.id(), 1_000))
                .extracting(entry -> entry.stamp().operation())
                .containsExactly("change 2", "change 1", "change 0");
    }

    @Test
    void returnsNoMoreThanTheLimit() throws Exception {
        Tenant tenant = aTenant().build();
        for (int i = 0; i < 5; i++) {
            save(aTenant().id(tenant.id()).revision(i + 1).build(), i);
        }

        assertThat(createAuditTrail().newest(tenant.id(), 2))
                .extracting(entry -> entry.stamp().operation())
                .containsExactly("change 4", "change 3");
    }

    @Test
    void keepsTheWholeStamp() throws Exception {
        Tenant tenant = aTenant().build();
        AuditStamp stamp = new AuditStamp(freshPrincipal(), "Öykü Ζεύς 🧾 O'Neil", NOW.plusMillis(1), "tenant.create");
        createTenants().save(tenant, stamp);

        assertThat(createAuditTrail().newest(tenant.id(), 1))
                .extracting(AuditRecord::stamp)
                .containsExactly(stamp);
    }

    @Test
    void doesNotShowTheRecordsOfAnotherTenant() throws Exception {
        Tenant tenant = aTenant().build();
        Tenant other = aTenant().build();
        save(tenant, 0);
        save(other, 1);

        assertThat(createAuditTrail().newest(tenant.id(), 1_000))
                .extracting(AuditRecord::tenant)
                .containsExactly(tenant.id());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 1_001})
    void refusesALimitOutOfRange(int limit) throws Exception {
        AuditTrail trail = createAuditTrail();
        assertThatThrownBy(() -> trail.newest(freshTenant(), limit)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        AuditTrail unreachable = createUnreachableAuditTrail();
        Outages.assertUnavailable(() -> unreachable.newest(freshTenant(), 10));
    }

    private void save(Tenant tenant, int change) throws Exception {
        assertThat(createTenants().save(tenant, stamp(change))).isEqualTo(SaveResult.SAVED);
    }

    private static AuditStamp stamp(int change) {
        return new AuditStamp(freshPrincipal(), "Ada", NOW.plusSeconds(change), "change " + change);
    }
}
