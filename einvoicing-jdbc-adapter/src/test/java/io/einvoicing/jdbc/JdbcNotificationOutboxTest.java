package io.einvoicing.jdbc;

import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.testkit.contract.NotificationOutboxContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcNotificationOutboxTest extends NotificationOutboxContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected NotificationOutbox createOutbox() {
        return STORES.store().notifications();
    }

    @Override
    protected NotificationOutbox createUnreachableOutbox() {
        return STORES.unreachable().notifications();
    }

    @Override
    protected SubscriptionRepository createSubscriptions() {
        return STORES.store().subscriptions();
    }

    @Override
    protected DeliveryQueue createDeliveries() {
        return STORES.store().deliveries();
    }
}
