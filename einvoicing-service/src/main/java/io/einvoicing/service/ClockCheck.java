package io.einvoicing.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/** Tells whether this node's clock is right, asking the database at most every ten seconds. Thread-safe. */
final class ClockCheck {
    private static final Duration MAX_AGE = Duration.ofSeconds(10);

    private final Supplier<Duration> skew;
    private final Duration tolerance;
    private final InstantSource clock;
    private Instant askedAt = Instant.MIN;
    private boolean right;

    /**
     * Asks when first used.
     *
     * @param skew by how much the clock is ahead of the database's, negative if behind
     * @param tolerance how far it may be off
     */
    ClockCheck(Supplier<Duration> skew, Duration tolerance, InstantSource clock) {
        this.skew = skew;
        this.tolerance = tolerance;
        this.clock = clock;
    }

    /**
     * Returns whether the clock was right when the database was last asked; a clock that was set back is asked about at once.
     *
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer
     */
    synchronized boolean isRight() {
        Instant now = clock.instant();
        if (now.isBefore(askedAt) || askedAt.isBefore(now.minus(MAX_AGE))) {
            right = skew.get().abs().compareTo(tolerance) <= 0;
            askedAt = now;
        }
        return right;
    }
}
