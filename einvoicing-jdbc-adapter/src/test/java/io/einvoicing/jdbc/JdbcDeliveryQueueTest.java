package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.testkit.contract.DeliveryQueueContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcDeliveryQueueTest extends DeliveryQueueContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected DeliveryQueue createQueue() {
        return STORES.store().deliveries();
    }

    @Override
    protected DeliveryQueue createUnreachableQueue() {
        return STORES.unreachable().deliveries();
    }

    @Override
    protected NotificationOutbox createOutbox() {
        return STORES.store().notifications();
    }

    @Override
    protected SubscriptionRepository createSubscriptions() {
        return STORES.store().subscriptions();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
