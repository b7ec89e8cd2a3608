package io.einvoicing.testkit.memory;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.FlowCompletionsContract;
import io.einvoicing.usage.port.UsageFigures;

class InMemoryFlowCompletionsTest extends FlowCompletionsContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected FlowCompletions createCompletions() {
        return store.completions();
    }

    @Override
    protected FlowCompletions createUnreachableCompletions() {
        return InMemoryStore.unreachable().completions();
    }

    @Override
    protected FlowProgress createProgress() {
        return store.progress();
    }

    @Override
    protected SubmissionRepository createSubmissions() {
        return store.submissions();
    }

    @Override
    protected UsageFigures createFigures() {
        return store.ledger();
    }

    @Override
    protected TenantRepository createTenants() {
        return store.tenants();
    }
}
