package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.testkit.contract.EnvironmentRepositoryContract;

class InMemoryEnvironmentRepositoryTest extends EnvironmentRepositoryContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected EnvironmentRepository createEnvironments() {
        return store.environments();
    }

    @Override
    protected EnvironmentRepository createUnreachableEnvironments() {
        return InMemoryStore.unreachable().environments();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
