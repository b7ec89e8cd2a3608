package io.einvoicing.notification.port;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps what happened until everybody who subscribed has been told. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface NotificationOutbox {
    /**
     * Adds a notification and, in the same transaction, a delivery for each active subscription that wants it, due from the instant
     * of the occurrence on. The same id again changes nothing, whatever else is in it.
     *
     * @return whether it was new
     */
    boolean add(Notification notification);

    /**
     * Returns notifications of the tenant, the newest first, by instant of occurrence and then id.
     *
     * @param after the last notification of the page before; empty for the first page
     * @param limit at most so many, 1 to 1,000
     */
    List<Notification> list(TenantId tenant, Optional<UUID> after, int limit);
}
