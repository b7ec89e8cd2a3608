package io.einvoicing.feature;

import java.time.Duration;
import java.util.Optional;

/**
 * How an action that failed retryably is tried again. Retry {@code n} (from 1) is due after the interval × 2<sup>n−1</sup>, kept
 * between the two back-off bounds.
 *
 * @param restartFrom name of the action at which to start again, inclusive; empty = the failed action itself
 * @param count retries at most, 1 to 10,000
 * @param interval before the first retry, positive
 * @param minBackOff shortest wait
 * @param maxBackOff longest wait
 * @param till no retry later than this after the first failure; empty = only the count bounds
 */
public record RetryPolicy(
        Optional<String> restartFrom,
        int count,
        Duration interval,
        Duration minBackOff,
        Duration maxBackOff,
        Optional<Duration> till) {
    public RetryPolicy {
        if (count < 1 || count > 10_000) {
            throw new IllegalArgumentException("retry count must be 1 to 10000, was " + count);
        }
        if (interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException("retry interval must be positive, was " + interval);
        }
        if (minBackOff.isNegative() || maxBackOff.compareTo(minBackOff) < 0) {
            throw new IllegalArgumentException(
                    "retry back-off must be 0 <= minimum <= maximum, was " + minBackOff + " and " + maxBackOff);
        }
        if (maxBackOff.compareTo(Duration.ofDays(365)) > 0) {
            throw new IllegalArgumentException("retry back-off must be at most 365 days, was " + maxBackOff);
        }
    }

    /** Retries the failed action itself with doubling waits up to an hour. */
    public static RetryPolicy of(int count, Duration interval) {
        Duration longest = interval.compareTo(Duration.ofHours(1)) > 0 ? interval : Duration.ofHours(1);
        return new RetryPolicy(Optional.empty(), count, interval, Duration.ZERO, longest, Optional.empty());
    }

    /** Returns the wait before retry {@code number}, from 1. */
    public Duration waitBefore(int number) {
        Duration wait = interval;
        for (int i = 1; i < number && wait.compareTo(maxBackOff) < 0; i++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(minBackOff) < 0 ? minBackOff : wait.compareTo(maxBackOff) > 0 ? maxBackOff : wait;
    }

    /** Returns the policy as a person reads it. */
    String describe() {
        return count + " times"
                + restartFrom.map(action -> " from \"" + action + "\"").orElse("") + ", first after "
                + interval + ", waits " + minBackOff + " to " + maxBackOff
                + till.map(longest -> ", at most " + longest).orElse("");
    }
}
