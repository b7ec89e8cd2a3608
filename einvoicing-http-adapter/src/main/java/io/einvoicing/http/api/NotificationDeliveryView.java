package io.einvoicing.http.api;

import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.NotificationDelivery;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How far the delivery of a notification to a subscription has come.
 *
 * @param id the delivery
 * @param notification what is delivered
 * @param subscription to whom
 * @param state where it stands
 * @param attempts how often sending was begun
 * @param nextAttemptAt when it is due, or since when; absent once it has ended
 * @param failure why the latest attempt failed
 * @param createdAt when the notification occurred
 * @param endedAt when it was delivered or given up
 */
public record NotificationDeliveryView(
        DeliveryId id,
        UUID notification,
        UUID subscription,
        NotificationDelivery.State state,
        int attempts,
        Optional<Instant> nextAttemptAt,
        Optional<String> failure,
        Instant createdAt,
        Optional<Instant> endedAt) {
    /** Shows a delivery. */
    public static NotificationDeliveryView of(NotificationDelivery delivery) {
        return new NotificationDeliveryView(
                delivery.id(),
                delivery.id().notification(),
                delivery.id().subscription(),
                delivery.state(),
                delivery.attempts(),
                delivery.dueAt(),
                delivery.failure(),
                delivery.createdAt(),
                delivery.endedAt());
    }
}
