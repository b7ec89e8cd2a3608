package io.einvoicing.testkit.memory;

import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.flow.port.RedriveCommands;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.RedriveCommandsContract;

class InMemoryRedriveCommandsTest extends RedriveCommandsContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected RedriveCommands createCommands() {
        return store.redrives();
    }

    @Override
    protected RedriveCommands createUnreachableCommands() {
        return InMemoryStore.unreachable().redrives();
    }

    @Override
    protected SubmissionRepository createSubmissions() {
        return store.submissions();
    }

    @Override
    protected FlowProgress createProgress() {
        return store.progress();
    }
}
