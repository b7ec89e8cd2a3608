package io.einvoicing.jdbc;

import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.flow.port.RedriveCommands;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.RedriveCommandsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcRedriveCommandsTest extends RedriveCommandsContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected RedriveCommands createCommands() {
        return STORES.store().redrives();
    }

    @Override
    protected RedriveCommands createUnreachableCommands() {
        return STORES.unreachable().redrives();
    }

    @Override
    protected SubmissionRepository createSubmissions() {
        return STORES.store().submissions();
    }

    @Override
    protected FlowProgress createProgress() {
        return STORES.store().progress();
    }
}
