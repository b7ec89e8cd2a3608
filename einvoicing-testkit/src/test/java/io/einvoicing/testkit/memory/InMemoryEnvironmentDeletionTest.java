package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.EnvironmentDeletionContract;

class InMemoryEnvironmentDeletionTest extends EnvironmentDeletionContract {
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
    protected FeatureRepository createFeatures() {
        return store.features();
    }

    @Override
    protected SubmissionRepository createSubmissions() {
        return store.submissions();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
