package io.einvoicing.notification;

import java.time.Instant;

/**
 * A delivery that one worker holds for the time of its lease.
 *
 * @param id what to whom
 * @param notification what to send
 * @param channel where to
 * @param attempt number of this attempt; later claims have higher ones, and only the latest may record its outcome
 * @param firstAttemptAt when the first attempt began since the delivery was made or asked for again
 */
public record ClaimedDelivery(
        DeliveryId id, Notification notification, Channel channel, int attempt, Instant firstAttemptAt) {}
