package io.einvoicing.http.call.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Reads the header {@code Retry-After}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3">RFC 9110, section 10.2.3</a>
 */
public final class RetryAfter {
    /** No web service may hold up a document for longer. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private RetryAfter() {}

    /** Returns the wait, from nothing to an hour; empty if the value is neither seconds nor a date. */
    public static Optional<Duration> parse(String value, Instant now) {
        try {
            Duration wait = value.matches("[0-9]+")
                    ? Duration.ofSeconds(value.length() > 9 ? LONGEST.toSeconds() : Long.parseLong(value))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
        } catch (DateTimeParseException e) {
            return Optional.empty(); // A hint that makes no sense is no hint.
        }
    }
}
