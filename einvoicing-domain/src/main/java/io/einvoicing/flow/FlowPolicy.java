package io.einvoicing.flow;

import java.time.Duration;

/**
 * Times that the flow engine keeps.
 *
 * @param lease how long a worker may hold a submission without a checkpoint; longer than any repeatable action takes
 * @param callStart a call starts within this time of its intent's commit, or not at all
 * @param shortestOutageWait wait after the first failure of the customer's storage or vault; doubles with each attempt
 * @param longestOutageWait longest such wait
 */
public record FlowPolicy(Duration lease, Duration callStart, Duration shortestOutageWait, Duration longestOutageWait) {
    /** 2 minutes of lease, 5 seconds to start a call, waits of 1 second to 5 minutes while storage or vault is down. */
    public static final FlowPolicy DEFAULT =
            new FlowPolicy(Duration.ofMinutes(2), Duration.ofSeconds(5), Duration.ofSeconds(1), Duration.ofMinutes(5));

    public FlowPolicy {
        if (lease.compareTo(Duration.ofSeconds(1)) < 0 || callStart.isNegative() || callStart.isZero()) {
            throw new IllegalArgumentException(
                    "lease must be >= 1 s and call start > 0, were " + lease + " and " + callStart);
        }
        if (shortestOutageWait.isNegative() || longestOutageWait.compareTo(shortestOutageWait) < 0) {
            throw new IllegalArgumentException("outage waits must be 0 <= shortest <= longest, were "
                    + shortestOutageWait + " and " + longestOutageWait);
        }
    }

    /** Returns the wait after the attempt that met an outage. */
    Duration outageWait(int attempt) {
        Duration wait = shortestOutageWait.multipliedBy(1L << Math.min(Math.max(attempt - 1, 0), 20));
        return wait.compareTo(longestOutageWait) > 0 ? longestOutageWait : wait;
    }
}
