package io.einvoicing.xml.validation;

import java.time.Duration;

/**
 * Bounds what one validation may cost.
 *
 * @param maxTime the longest time for all rules of a document; the layer that uses it up is not decided. It is looked at
 *     between two elements, so one expression can exceed it
 * @param maxPlacesPerRule how many places are reported at which a document breaks the same rule
 * @since 0.1.0
 */
public record ValidationLimits(Duration maxTime, int maxPlacesPerRule) {
    /** One minute, which is 100 times what an invoice of 4,000 lines takes, and 1,000 places. */
    public static final ValidationLimits DEFAULT = new ValidationLimits(Duration.ofMinutes(1), 1_000);

    /** Checks that both limits allow something. */
    public ValidationLimits {
        if (maxTime.isNegative() || maxTime.isZero()) {
            throw new IllegalArgumentException("maxTime must be positive, was " + maxTime);
        }
        if (maxPlacesPerRule < 1) {
            throw new IllegalArgumentException("maxPlacesPerRule must be >= 1, was " + maxPlacesPerRule);
        }
    }
}
