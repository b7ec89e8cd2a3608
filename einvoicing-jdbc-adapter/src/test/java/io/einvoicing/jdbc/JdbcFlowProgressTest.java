package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.testkit.contract.FlowProgressContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcFlowProgressTest extends FlowProgressContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Test
    void countsTheNodesThatAreAtWork() {
        try (ConnectionPool pool = STORES.server().create("")) {
            JdbcStore.migrate(pool.dataSource());
            FlowProgress one = new JdbcStore(pool.dataSource()).progress();
            FlowProgress other = new JdbcStore(pool.dataSource()).progress();

            assertThat(one.present(NOW, NOW.plusSeconds(15))).isEqualTo(1);
            assertThat(other.present(NOW.plusSeconds(1), NOW.plusSeconds(16))).isEqualTo(2);
            assertThat(one.present(NOW.plusSeconds(5), NOW.plusSeconds(20))).isEqualTo(2);
            assertThat(one.present(NOW.plusSeconds(16), NOW.plusSeconds(31))).isEqualTo(1);
        }
    }

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
