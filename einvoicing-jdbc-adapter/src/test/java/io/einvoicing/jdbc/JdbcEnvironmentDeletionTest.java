package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.EnvironmentDeletionContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcEnvironmentDeletionTest extends EnvironmentDeletionContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected EnvironmentRepository createEnvironments() {
        return STORES.store().environments();
    }

    @Override
    protected EnvironmentRepository createUnreachableEnvironments() {
        return STORES.unreachable().environments();
    }

    @Override
    protected FeatureRepository createFeatures() {
        return STORES.store().features();
    }

    @Override
    protected SubmissionRepository createSubmissions() {
        return STORES.store().submissions();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
