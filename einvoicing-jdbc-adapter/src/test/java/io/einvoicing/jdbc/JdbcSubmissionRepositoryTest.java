package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.SubmissionRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcSubmissionRepositoryTest extends SubmissionRepositoryContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected SubmissionRepository createSubmissions() {
        return STORES.store().submissions();
    }

    @Override
    protected SubmissionRepository createUnreachableSubmissions() {
        return STORES.unreachable().submissions();
    }

    @Override
    protected FlowProgress createProgress() {
        return STORES.store().progress();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
