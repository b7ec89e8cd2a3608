package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditEntry;
import io.einvoicing.audit.AuditFilter;
import io.einvoicing.audit.AuditReview;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryStore;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AuditReviewTest {
    private final InMemoryStore store = new InMemoryStore();
    private final AuditReview audit = new AuditReview(store.auditTrail());
    private final TenantId tenant = freshTenant();

    @BeforeEach
    void changeTenantAndEnvironment() {
        store.tenants().save(aTenant().id(tenant).build(), aStamp("tenant.create"));
        store.environments().save(anEnvironment().of(tenant).build(), aStamp("environment.create"));
    }

    private Caller caller(TenantId of, Role... roles) {
        return aCaller().of(of).withRoles(roles).build();
    }

    private Result<Slice<AuditEntry>> read(Caller caller, Optional<TenantId> of, AuditFilter filter) {
        return audit.changes(caller, of, filter, Optional.empty(), 10);
    }

    private static void assertOperations(Result<Slice<AuditEntry>> found, String... operations) {
        assertThat(found.orThrow().items())
                .extracting(each -> each.entry().stamp().operation())
                .containsExactly(operations);
    }

    private static void assertForbidden(Result<Slice<AuditEntry>> answer) {
        assertThat(answer.<Object>fold(found -> found, Refusal::kind)).isEqualTo(Refusal.Kind.FORBIDDEN);
    }

    @Test
    void whoConfiguresReadsEverythingOfItsTenant() {
        Caller configurator = caller(tenant, Role.CONFIGURE);

        assertOperations(read(configurator, Optional.empty(), AuditFilter.ALL), "environment.create", "tenant.create");
        assertOperations(
                read(configurator, Optional.of(tenant), AuditFilter.ALL), "environment.create", "tenant.create");
        assertForbidden(read(configurator, Optional.of(freshTenant()), AuditFilter.ALL));
    }

    @Test
    void whoOperatesReadsOfAnyTenantWhatOperatorsChange() {
        Caller operator = caller(freshTenant(), Role.OPERATE);

        assertOperations(read(operator, Optional.of(tenant), AuditFilter.ALL), "tenant.create");
        assertOperations(
                read(operator, Optional.of(tenant), AuditFilter.ALL.about(Set.of("tenant/" + tenant))),
                "tenant.create");
        assertOperations(read(operator, Optional.of(tenant), AuditFilter.ALL.about(Set.of("environment"))));
        assertForbidden(read(operator, Optional.empty(), AuditFilter.ALL));
    }

    @ParameterizedTest
    @EnumSource(names = {"SUBMIT", "USAGE"})
    void nobodyElseReadsIt(Role role) {
        assertForbidden(read(caller(tenant, role), Optional.empty(), AuditFilter.ALL));
        assertForbidden(read(caller(tenant, role), Optional.of(tenant), AuditFilter.ALL));
    }

    @Test
    void aPeriodEndsAfterItBegins() {
        assertThatThrownBy(() -> new AuditFilter(
                        Optional.of(TestData.NOW),
                        Optional.of(TestData.NOW),
                        Optional.empty(),
                        Optional.empty(),
                        Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from must be before to");
    }
}
