package io.einvoicing.service;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The node's clock, which goes on evenly when the machine's is set: leases, retries and the month of counting must not jump. Small
 * corrections of the machine's clock are followed. Thread-safe.
 */
final class SteadyClock implements InstantSource {
    /** The machine's clock is followed if it went on by what passed, give or take this much. */
    private static final Duration LARGEST_CORRECTION = Duration.ofMillis(500);

    private final InstantSource machine;
    private final LongSupplier nanoTime;
    private Instant anchor;
    private long anchoredAt;

    /**
     * @param machine the machine's clock
     * @param nanoTime counts nanoseconds and cannot be set, as {@link System#nanoTime()}
     */
    SteadyClock(InstantSource machine, LongSupplier nanoTime) {
        this.machine = machine;
        this.nanoTime = nanoTime;
        this.anchoredAt = nanoTime.getAsLong();
        this.anchor = machine.instant();
    }

    @Override
    public synchronized Instant instant() {
        long elapsed = nanoTime.getAsLong() - anchoredAt;
        // As exact as the store keeps instants.
        Instant steady = anchor.plusNanos(elapsed / 1_000 * 1_000);
        Instant now = machine.instant();
        if (Duration.between(steady, now).abs().compareTo(LARGEST_CORRECTION) > 0) {
            return steady;
        }
        anchor = now;
        anchoredAt += elapsed;
        return now;
    }

    /** Takes over what the machine's clock says, for it was this clock that was off: the machine may have slept. */
    synchronized void follow() {
        anchoredAt = nanoTime.getAsLong();
        anchor = machine.instant();
    }
}
