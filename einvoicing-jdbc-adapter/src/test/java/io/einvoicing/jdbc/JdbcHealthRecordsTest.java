package io.einvoicing.jdbc;

import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.health.port.HealthRecords;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.testkit.contract.HealthRecordsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcHealthRecordsTest extends HealthRecordsContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    @Override
    protected HealthRecords createRecords() {
        return STORES.store().healthRecords();
    }

    @Override
    protected HealthRecords createUnreachableRecords() {
        return STORES.unreachable().healthRecords();
    }

    @Override
    protected EnvironmentRepository createEnvironments() {
        return STORES.store().environments();
    }

    @Override
    protected NotificationOutbox createOutbox() {
        return STORES.store().notifications();
    }
}
