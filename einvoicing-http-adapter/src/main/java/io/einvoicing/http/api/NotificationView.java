package io.einvoicing.http.api;

import io.einvoicing.notification.Notification;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/**
 * Something that happened.
 *
 * @param id the notification
 * @param type such as {@code usage.threshold-reached}
 * @param occurredAt when it happened
 * @param subject one line for people
 * @param text the whole story for people
 * @param data the same for programs
 */
public record NotificationView(
        UUID id, String type, Instant occurredAt, String subject, String text, Map<String, String> data) {
    /** Shows a notification. */
    public static NotificationView of(Notification notification) {
        return new NotificationView(
                notification.id(),
                notification.type(),
                notification.occurredAt(),
                notification.subject(),
                notification.text(),
                notification.data());
    }
}
