package io.einvoicing.testkit.memory;

import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.DocumentChainContract;

class InMemoryDocumentChainTest extends DocumentChainContract {
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
}
