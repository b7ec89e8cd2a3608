package io.einvoicing.notification;

import java.time.Duration;
import java.time.Instant;

/**
 * Times and bounds that the dispatcher keeps.
 *
 * @param concurrency how many deliveries one node sends at once
 * @param sendTimeout longest time that one attempt takes
 * @param lease how long a worker holds a delivery; longer than two send timeouts
 * @param shortestWait wait after the first failed attempt; doubles with each attempt
 * @param longestWait longest wait between two attempts
 * @param patience a delivery is given up when its next attempt would be later than this after the first
 */
public record NotificationPolicy(
        int concurrency,
        Duration sendTimeout,
        Duration lease,
        Duration shortestWait,
        Duration longestWait,
        Duration patience) {
    /** 16 deliveries at once, 15 seconds for each, waits of 30 seconds doubling to 6 hours, given up after 3 days. */
    public static final NotificationPolicy DEFAULT = new NotificationPolicy(
            16,
            Duration.ofSeconds(15),
            Duration.ofMinutes(2),
            Duration.ofSeconds(30),
            Duration.ofHours(6),
            Duration.ofDays(3));

    public NotificationPolicy {
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be positive, was " + concurrency);
        }
        if (sendTimeout.isNegative() || sendTimeout.isZero() || lease.compareTo(sendTimeout.multipliedBy(2)) <= 0) {
            throw new IllegalArgumentException("times must be 0 < send timeout and 2 send timeouts < lease, were "
                    + sendTimeout + " and " + lease);
        }
        if (shortestWait.isNegative() || shortestWait.isZero() || longestWait.compareTo(shortestWait) < 0) {
            throw new IllegalArgumentException(
                    "waits must be 0 < shortest <= longest, were " + shortestWait + " and " + longestWait);
        }
    }

    /**
     * Returns the wait before the next attempt: as long as all attempts took so far, and the shortest wait more, which doubles it
     * each time, however long the attempts themselves take.
     */
    Duration wait(Instant firstAttemptAt, Instant now) {
        Duration wait = shortestWait.plus(Duration.between(firstAttemptAt, now));
        return wait.compareTo(longestWait) > 0 ? longestWait : wait;
    }
}
