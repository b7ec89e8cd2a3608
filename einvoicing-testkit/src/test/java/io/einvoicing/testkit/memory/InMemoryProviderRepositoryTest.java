package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.feature.port.ProviderRepository;
import io.einvoicing.testkit.contract.ProviderRepositoryContract;

class InMemoryProviderRepositoryTest extends ProviderRepositoryContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected ProviderRepository createProviders() {
        return store.providers();
    }

    @Override
    protected ProviderRepository createUnreachableProviders() {
        return InMemoryStore.unreachable().providers();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
