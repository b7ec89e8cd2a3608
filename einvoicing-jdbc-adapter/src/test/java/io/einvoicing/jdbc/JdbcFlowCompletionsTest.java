package io.einvoicing.jdbc;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.FlowCompletionsContract;
import io.einvoicing.usage.port.UsageFigures;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcFlowCompletionsTest extends FlowCompletionsContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected FlowCompletions createCompletions() {
        return STORES.store().completions();
    }

    @Override
    protected FlowCompletions createUnreachableCompletions() {
        return STORES.unreachable().completions();
    }

    @Override
    protected FlowProgress createProgress() {
        return STORES.store().progress();
    }

    @Override
    protected SubmissionRepository createSubmissions() {
        return STORES.store().submissions();
    }

    @Override
    protected UsageFigures createFigures() {
        return STORES.store().figures();
    }

    @Override
    protected TenantRepository createTenants() {
        return STORES.store().tenants();
    }
}
