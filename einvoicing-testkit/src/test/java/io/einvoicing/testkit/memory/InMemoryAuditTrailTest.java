package io.einvoicing.testkit.memory;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.testkit.contract.AuditTrailContract;

class InMemoryAuditTrailTest extends AuditTrailContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }

    @Override
    protected AuditTrail createUnreachableAuditTrail() {
        return InMemoryStore.unreachable().auditTrail();
    }

    @Override
    protected TenantRepository createTenants() {
        return store.tenants();
    }

    @Override
    protected EnvironmentRepository createEnvironments() {
        return store.environments();
    }
}
