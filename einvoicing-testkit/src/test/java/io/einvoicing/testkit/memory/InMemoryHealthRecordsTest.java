package io.einvoicing.testkit.memory;

import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.health.port.HealthRecords;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.testkit.contract.HealthRecordsContract;

class InMemoryHealthRecordsTest extends HealthRecordsContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected HealthRecords createRecords() {
        return store.healthRecords();
    }

    @Override
    protected HealthRecords createUnreachableRecords() {
        return InMemoryStore.unreachable().healthRecords();
    }

    @Override
    protected EnvironmentRepository createEnvironments() {
        return store.environments();
    }

    @Override
    protected NotificationOutbox createOutbox() {
        return store.notifications();
    }
}
