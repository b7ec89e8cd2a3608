package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.testkit.contract.FeatureRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcFeatureRepositoryTest extends FeatureRepositoryContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected FeatureRepository createFeatures() {
        return STORES.store().features();
    }

    @Override
    protected FeatureRepository createUnreachableFeatures() {
        return STORES.unreachable().features();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
