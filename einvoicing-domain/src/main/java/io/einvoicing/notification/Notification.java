package io.einvoicing.notification;

import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Something that happened and that somebody may want to know. Never holds a secret: it leaves the service.
 *
 * @param tenant whom it concerns
 * @param id the notification; who raises it chooses the id, and the same id again is the same notification
 * @param type what sort of thing happened, such as {@code usage.threshold-reached}: two or more lower-case words joined by dots
 * @param occurredAt when it happened
 * @param subject one line for people, at most {@value #SUBJECT_LENGTH} characters
 * @param text the whole story for people, lines separated by {@code \n}, at most 4,000 characters
 * @param data the same for programs, at most {@value #MAX_DATA} values of at most {@value #VALUE_LENGTH} characters
 */
public record Notification(
        TenantId tenant,
        UUID id,
        String type,
        Instant occurredAt,
        String subject,
        String text,
        Map<String, String> data) {
    /** Longest subject, in characters. */
    public static final int SUBJECT_LENGTH = 200;

    /** Longest value in the data, in characters. */
    public static final int VALUE_LENGTH = 1_000;

    /** Most values in the data. */
    public static final int MAX_DATA = 50;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    public Notification {
        TypePattern.requireType(type);
        Require.line("notification subject", subject, SUBJECT_LENGTH);
        Require.text("notification text", text, Require.TEXT_LENGTH);
        data = Map.copyOf(data);
        if (data.size() > MAX_DATA) {
            throw new IllegalArgumentException(
                    "notification data must have at most " + MAX_DATA + " values, has " + data.size());
        }
        data.forEach((name, value) -> {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "a name in notification data must be a letter and up to 63 letters, digits, hyphens or underscores, was \""
                                + name + "\"");
            }
            Require.text("notification data " + name, value, VALUE_LENGTH);
        });
    }
}
