package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.connectedapp.port.ConnectedApplicationRepository;
import io.einvoicing.testkit.contract.ConnectedApplicationRepositoryContract;

class InMemoryConnectedApplicationsTest extends ConnectedApplicationRepositoryContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected ConnectedApplicationRepository createApplications() {
        return store.connectedApplications();
    }

    @Override
    protected ConnectedApplicationRepository createUnreachableApplications() {
        return InMemoryStore.unreachable().connectedApplications();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
