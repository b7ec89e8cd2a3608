package io.einvoicing.http.call;

import java.time.Duration;

/**
 * How many calls one host bears, and when it is left alone.
 *
 * @param calls calls to one host at once, by all nodes together; each node has its share, at least one
 * @param callsOfTenant how many of them one tenant may have, so that others find a place; at most {@code calls}
 * @param failures a host that did not answer so many of its last {@code 2 × failures} calls is left alone
 * @param rest for how long it is left alone; then three calls try whether it answers again
 * @since 0.1.0
 */
public record HostLimits(int calls, int callsOfTenant, int failures, Duration rest) {
    /** 64 calls at once, 48 for one tenant; 10 seconds of rest after 10 calls without answer. */
    public static final HostLimits DEFAULT = new HostLimits(64, 48, 10, Duration.ofSeconds(10));

    public HostLimits {
        if (callsOfTenant < 1 || callsOfTenant > calls) {
            throw new IllegalArgumentException(
                    "callsOfTenant must be 1 to calls, were " + callsOfTenant + " and " + calls);
        }
        if (failures < 1) {
            throw new IllegalArgumentException("failures must be at least 1, was " + failures);
        }
        if (rest.toMillis() < 1) {
            throw new IllegalArgumentException("rest must be at least 1 ms, was " + rest);
        }
    }
}
