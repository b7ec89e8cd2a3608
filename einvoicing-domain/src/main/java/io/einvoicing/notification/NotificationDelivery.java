package io.einvoicing.notification;

import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the delivery of a notification to a subscription has come.
 *
 * @param tenant whose notification
 * @param id what to whom
 * @param state where it stands
 * @param attempts how often sending was begun, redeliveries included
 * @param dueAt when it is due, or since when; present exactly while DUE
 * @param failure why the latest attempt failed; empty if none failed since it was delivered
 * @param createdAt when the notification occurred
 * @param endedAt when it was delivered or given up; absent while DUE
 */
public record NotificationDelivery(
        TenantId tenant,
        DeliveryId id,
        State state,
        int attempts,
        Optional<Instant> dueAt,
        Optional<String> failure,
        Instant createdAt,
        Optional<Instant> endedAt) {
    /** Where a delivery stands. */
    public enum State {
        /** It will be sent, or sent again. */
        DUE,
        /** The receiver took it. */
        DELIVERED,
        /** It is not tried any more, unless somebody asks for redelivery. */
        GIVEN_UP
    }
}
