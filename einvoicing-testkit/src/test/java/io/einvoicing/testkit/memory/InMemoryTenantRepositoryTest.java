package io.einvoicing.testkit.memory;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.testkit.contract.TenantRepositoryContract;

class InMemoryTenantRepositoryTest extends TenantRepositoryContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected TenantRepository createTenants() {
        return store.tenants();
    }

    @Override
    protected TenantRepository createUnreachableTenants() {
        return InMemoryStore.unreachable().tenants();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
