package io.einvoicing.notification.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.ClaimedDelivery;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.NotificationDelivery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hands deliveries to workers, each to one worker at a time, and records what became of them. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 *
 * <p>The methods that record an outcome return whether it was recorded; {@code false} means that the delivery was claimed anew after
 * the lease ended, was ended, or was removed with its subscription.
 */
public interface DeliveryQueue {
    /**
     * Claims deliveries of all tenants that are due and that no worker holds: the longest due one of each subscription, and none of
     * a subscription of which a worker holds one already, so that a slow receiver takes up one worker. Claims at the very same
     * instant may give two of one subscription to two workers, but never one delivery to both.
     *
     * @param leaseEnd from this instant on others may claim what this call claimed
     * @param limit at most so many, positive
     */
    List<ClaimedDelivery> claim(Instant now, Instant leaseEnd, int limit);

    /** Records that the receiver took it: it becomes DELIVERED. */
    boolean delivered(ClaimedDelivery claimed, Instant at);

    /** Records a failed attempt and when the next is due. */
    boolean postponed(ClaimedDelivery claimed, Instant nextAttempt, String failure);

    /** Records that it is not tried any more: it becomes GIVEN_UP. */
    boolean givenUp(ClaimedDelivery claimed, Instant at, String failure);

    /** Records that the receiver refuses for good: the subscription ends, and all its deliveries that are DUE become GIVEN_UP. */
    boolean refused(ClaimedDelivery claimed, Instant at, String failure);

    Optional<NotificationDelivery> find(TenantId tenant, DeliveryId id);

    /**
     * Returns deliveries of the tenant, the newest first, by instant of creation and then id.
     *
     * @param state only deliveries in this state
     * @param after the last delivery of the page before; empty for the first page
     * @param limit at most so many, 1 to 1,000
     */
    List<NotificationDelivery> list(
            TenantId tenant, Optional<NotificationDelivery.State> state, Optional<DeliveryId> after, int limit);

    /**
     * Makes a delivery DUE at the instant, whatever became of it, with all patience again, and stores the audit record.
     *
     * @return the delivery as it now is; empty if there is none or its subscription has ended
     */
    Optional<NotificationDelivery> redeliver(TenantId tenant, DeliveryId id, Instant at, AuditStamp stamp);
}
