package io.einvoicing.jdbc;

import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.FlowProgressContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcFlowProgressTest extends FlowProgressContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected FlowProgress createProgress() {
        return STORES.store().progress();
    }

    @Override
    protected FlowProgress createUnreachableProgress() {
        return STORES.unreachable().progress();
    }

    @Override
    protected SubmissionRepository createSubmissions() {
        return STORES.store().submissions();
    }
}
