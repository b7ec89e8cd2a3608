package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.notification.port.SubscriptionRepository;
import io.einvoicing.testkit.contract.SubscriptionRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcSubscriptionRepositoryTest extends SubscriptionRepositoryContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected SubscriptionRepository createSubscriptions() {
        return STORES.store().subscriptions();
    }

    @Override
    protected SubscriptionRepository createUnreachableSubscriptions() {
        return STORES.unreachable().subscriptions();
    }

    @Override
    protected NotificationOutbox createOutbox() {
        return STORES.store().notifications();
    }

    @Override
    protected DeliveryQueue createDeliveries() {
        return STORES.store().deliveries();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
