package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.feature.port.FeatureShares;
import io.einvoicing.testkit.contract.FeatureSharesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcFeatureSharesTest extends FeatureSharesContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected FeatureShares createShares() {
        return STORES.store().featureShares();
    }

    @Override
    protected FeatureShares createUnreachableShares() {
        return STORES.unreachable().featureShares();
    }

    @Override
    protected FeatureRepository createFeatures() {
        return STORES.store().features();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
