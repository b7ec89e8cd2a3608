package io.einvoicing.jdbc;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.testkit.contract.UsagePoliciesContract;
import io.einvoicing.usage.port.UsagePolicies;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcUsagePoliciesTest extends UsagePoliciesContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected UsagePolicies createPolicies() {
        return STORES.store().policies();
    }

    @Override
    protected UsagePolicies createUnreachablePolicies() {
        return STORES.unreachable().policies();
    }

    @Override
    protected TenantRepository createTenants() {
        return STORES.store().tenants();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
