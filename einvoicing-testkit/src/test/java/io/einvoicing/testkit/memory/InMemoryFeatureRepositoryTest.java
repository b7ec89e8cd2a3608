package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.testkit.contract.FeatureRepositoryContract;

class InMemoryFeatureRepositoryTest extends FeatureRepositoryContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected FeatureRepository createFeatures() {
        return store.features();
    }

    @Override
    protected FeatureRepository createUnreachableFeatures() {
        return InMemoryStore.unreachable().features();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
