package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.testkit.contract.DeliveryQueueContract;

class InMemoryDeliveryQueueTest extends DeliveryQueueContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected DeliveryQueue createQueue() {
        return store.notifications();
    }

    @Override
    protected DeliveryQueue createUnreachableQueue() {
        return InMemoryStore.unreachable().notifications();
    }

    @Override
    protected NotificationOutbox createOutbox() {
        return store.notifications();
    }

    @Override
    protected SubscriptionRepository createSubscriptions() {
        return store.notifications();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
