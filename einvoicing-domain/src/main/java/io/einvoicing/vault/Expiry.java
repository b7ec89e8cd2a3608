package io.einvoicing.vault;

import java.time.Duration;
import java.time.Instant;

/** How near the end is of what can be used until some instant: a certificate, a secret, access to a container. */
public enum Expiry {
    /** At least 30 days are left. */
    VALID,
    /** Less than 30 days are left. */
    EXPIRING,
    /** The instant has passed. */
    EXPIRED;

    private static final Duration WARNING = Duration.ofDays(30);

    /** Returns how near the end is. */
    public static Expiry of(Instant until, Instant now) {
        if (now.isAfter(until)) {
            return EXPIRED;
        }
        return now.plus(WARNING).isAfter(until) ? EXPIRING : VALID;
    }

    /** Returns how many whole days are left, rounded down: negative from the first instant after the end. */
    public static long daysLeft(Instant until, Instant now) {
        return Math.floorDiv(
                Duration.between(now, until).toSeconds(), Duration.ofDays(1).toSeconds());
    }
}
