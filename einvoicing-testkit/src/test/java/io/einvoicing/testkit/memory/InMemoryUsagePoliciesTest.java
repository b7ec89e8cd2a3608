package io.einvoicing.testkit.memory;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.testkit.contract.UsagePoliciesContract;
import io.einvoicing.usage.port.UsagePolicies;

class InMemoryUsagePoliciesTest extends UsagePoliciesContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected UsagePolicies createPolicies() {
        return store.policies();
    }

    @Override
    protected UsagePolicies createUnreachablePolicies() {
        return InMemoryStore.unreachable().policies();
    }

    @Override
    protected TenantRepository createTenants() {
        return store.tenants();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
