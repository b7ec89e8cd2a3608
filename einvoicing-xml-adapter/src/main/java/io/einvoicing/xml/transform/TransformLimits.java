package io.einvoicing.xml.transform;

import java.time.Duration;

/**
 * Bounds what one stylesheet may cost.
 *
 * @param time the longest compilation and the longest transformation
 * @param outputBytes the largest result in bytes
 * @since 0.1.0
 */
public record TransformLimits(Duration time, int outputBytes) {
    /** 10 seconds, 20,000,000 bytes; an invoice of 10 lines takes about a millisecond. */
    public static final TransformLimits DEFAULT = new TransformLimits(Duration.ofSeconds(10), 20_000_000);

    /** Checks that both limits allow something. */
    public TransformLimits {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("time must be positive, was " + time);
        }
        if (outputBytes < 1) {
            throw new IllegalArgumentException("outputBytes must be >= 1, was " + outputBytes);
        }
    }
}
