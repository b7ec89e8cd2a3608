package io.einvoicing.jdbc;

import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.ExportChannelContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcExportChannelTest extends ExportChannelContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected FlowProgress createProgress() {
        return STORES.store().progress();
    }

    @Override
    protected FlowCompletions createCompletions() {
        return STORES.store().completions();
    }

    @Override
    protected SubmissionRepository createSubmissions() {
        return STORES.store().submissions();
    }

    @Override
    protected SubmissionRepository createUnreachableSubmissions() {
        return STORES.unreachable().submissions();
    }
}
