package io.einvoicing.testkit.memory;

import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.FlowProgressContract;

class InMemoryFlowProgressTest extends FlowProgressContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected FlowProgress createProgress() {
        return store.progress();
    }

    @Override
    protected FlowProgress createUnreachableProgress() {
        return InMemoryStore.unreachable().progress();
    }

    @Override
    protected SubmissionRepository createSubmissions() {
        return store.submissions();
    }
}
