package io.einvoicing.health;

import java.time.Duration;

/**
 * How often vaults and containers are looked at, and when a secret is old.
 *
 * @param interval pause between two looks at one environment
 * @param oldAfter age from which on a secret should have been rotated
 */
public record HealthPolicy(Duration interval, Duration oldAfter) {
    /** Every 15 minutes; a secret is old after a year. */
    public static final HealthPolicy DEFAULT = new HealthPolicy(Duration.ofMinutes(15), Duration.ofDays(365));

    public HealthPolicy {
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("health interval must be positive, was " + interval);
        }
        if (oldAfter.isNegative() || oldAfter.isZero()) {
            throw new IllegalArgumentException("age of an old secret must be positive, was " + oldAfter);
        }
    }
}
