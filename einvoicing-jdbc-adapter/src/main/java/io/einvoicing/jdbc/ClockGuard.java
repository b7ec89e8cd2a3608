package io.einvoicing.jdbc;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Compares this node's clock with the database's: a node that is too far off must not count, for the month of counting hangs on it.
 * Thread-safe.
 */
public final class ClockGuard {
    /** How far a node may be off unless configured otherwise. */
    public static final Duration TOLERANCE = Duration.ofSeconds(2);

    private final Database database;
    private final InstantSource clock;

    ClockGuard(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Returns by how much this node's clock is ahead of the database's, negative if behind; exact to half of the round trip that
     * asking takes. One statement; cheap enough for every few seconds.
     *
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer
     */
    public Duration skew() {
        return database.run(handle -> {
            Instant before = clock.instant();
            Instant there = handle.createQuery("select clock_timestamp() as now")
                    .map((row, context) -> Columns.instant(row, "now"))
                    .one();
            Duration roundTrip = Duration.between(before, clock.instant());
            return Duration.between(there, before.plus(roundTrip.dividedBy(2)));
        });
    }

    /**
     * Tells whether this node may count.
     *
     * @param tolerance how far it may be off
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer
     */
    public boolean isWithin(Duration tolerance) {
        return skew().abs().compareTo(tolerance) <= 0;
    }
}
