package io.einvoicing.testkit.memory;

import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.ExportChannelContract;

class InMemoryExportChannelTest extends ExportChannelContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected FlowProgress createProgress() {
        return store.progress();
    }

    @Override
    protected FlowCompletions createCompletions() {
        return store.completions();
    }

    @Override
    protected SubmissionRepository createSubmissions() {
        return store.submissions();
    }

    @Override
    protected SubmissionRepository createUnreachableSubmissions() {
        return InMemoryStore.unreachable().submissions();
    }
}
