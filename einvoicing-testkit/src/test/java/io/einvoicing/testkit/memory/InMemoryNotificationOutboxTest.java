package io.einvoicing.testkit.memory;

import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.testkit.contract.NotificationOutboxContract;

class InMemoryNotificationOutboxTest extends NotificationOutboxContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected NotificationOutbox createOutbox() {
        return store.notifications();
    }

    @Override
    protected NotificationOutbox createUnreachableOutbox() {
        return InMemoryStore.unreachable().notifications();
    }

    @Override
    protected SubscriptionRepository createSubscriptions() {
        return store.notifications();
    }

    @Override
    protected DeliveryQueue createDeliveries() {
        return store.notifications();
    }
}
