package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.feature.port.FeatureShares;
import io.einvoicing.testkit.contract.FeatureSharesContract;

class InMemoryFeatureSharesTest extends FeatureSharesContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected FeatureShares createShares() {
        return store.featureShares();
    }

    @Override
    protected FeatureShares createUnreachableShares() {
        return InMemoryStore.unreachable().featureShares();
    }

    @Override
    protected FeatureRepository createFeatures() {
        return store.features();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
