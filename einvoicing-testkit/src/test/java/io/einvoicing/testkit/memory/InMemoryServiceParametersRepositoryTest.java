package io.einvoicing.testkit.memory;

import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.testkit.contract.ServiceParametersRepositoryContract;

class InMemoryServiceParametersRepositoryTest extends ServiceParametersRepositoryContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected ServiceParametersRepository createParameters() {
        return store.serviceParameters();
    }

    @Override
    protected ServiceParametersRepository createUnreachableParameters() {
        return InMemoryStore.unreachable().serviceParameters();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
