package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.testkit.contract.SubscriptionRepositoryContract;

class InMemorySubscriptionRepositoryTest extends SubscriptionRepositoryContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected SubscriptionRepository createSubscriptions() {
        return store.notifications();
    }

    @Override
    protected SubscriptionRepository createUnreachableSubscriptions() {
        return InMemoryStore.unreachable().notifications();
    }

    @Override
    protected NotificationOutbox createOutbox() {
        return store.notifications();
    }

    @Override
    protected DeliveryQueue createDeliveries() {
        return store.notifications();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
