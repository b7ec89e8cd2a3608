package io.einvoicing.http.api;

/** Sort of channel through which notifications are sent. */
public enum NotificationChannel {
    /** A mailbox. */
    EMAIL,
    /** A web address that takes HTTP POST. */
    WEBHOOK
}
