package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.port.FlowQueue;
import io.einvoicing.testkit.contract.FlowQueueContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The queue before it is started; what its workers do is tested in {@link DbSchedulerFlowQueueTest}. */
class FlowQueueContractTest extends FlowQueueContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected FlowQueue createQueue() {
        return STORES.store().queue(DbSchedulerFlowQueue.Settings.DEFAULT, InstantSource.system());
    }

    @Override
    protected FlowQueue createUnreachableQueue() {
        return STORES.unreachable().queue(DbSchedulerFlowQueue.Settings.DEFAULT, InstantSource.system());
    }

    @Override
    protected Set<Instant> remindersOf(TenantId tenant, SubmissionId submission) throws Exception {
        try (Connection connection = STORES.dataSource().getConnection();
                PreparedStatement query = connection.prepareStatement(
                        "select execution_time from scheduled_tasks where task_instance like ?")) {
            query.setString(1, tenant + "/" + submission + "/%");
            Set<Instant> instants = new HashSet<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    instants.add(rows.getTimestamp(1).toInstant());
                }
            }
            return instants;
        }
    }
}
