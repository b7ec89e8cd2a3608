package io.einvoicing.notification.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.NotificationSubscription;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Stores subscriptions. Thread-safe. Every method throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no
 * answer.
 */
public interface SubscriptionRepository {
    /** Returns all subscriptions of the tenant, the oldest first. */
    List<NotificationSubscription> list(TenantId tenant);

    Optional<NotificationSubscription> find(TenantId tenant, UUID id);

    /**
     * Stores a new subscription and the audit record, all or nothing. Repeating a call with the same subscription answers SAVED
     * again and changes nothing.
     *
     * @return NAME_TAKEN if another subscription of the tenant has the same sort of channel and address
     */
    SaveResult add(NotificationSubscription subscription, AuditStamp stamp);

    /**
     * Removes a subscription with all its deliveries, and stores the audit record, all or nothing. What is being sent just then is
     * not called back.
     *
     * @return what was removed; empty if there is no such subscription
     */
    Optional<NotificationSubscription> remove(TenantId tenant, UUID id, AuditStamp stamp);
}
