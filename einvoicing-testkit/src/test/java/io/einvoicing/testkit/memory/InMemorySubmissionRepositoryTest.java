package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.SubmissionRepositoryContract;

class InMemorySubmissionRepositoryTest extends SubmissionRepositoryContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected SubmissionRepository createSubmissions() {
        return store.submissions();
    }

    @Override
    protected SubmissionRepository createUnreachableSubmissions() {
        return InMemoryStore.unreachable().submissions();
    }

    @Override
    protected FlowProgress createProgress() {
        return store.progress();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
