package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.time.Duration;
import java.util.Optional;

/**
 * How an action that failed retryably is tried again. Retry {@code n} (from 1) is due after the interval × 2<sup>n−1</sup>, kept
 * between the two back-off bounds.
 *
 * @param restartFrom name of the action at which to start again, inclusive; empty = the failed action itself
 * @param count retries at most, 1 to 10,000
 * @param interval before the first retry, positive, at most 3,650 days
 * @param minBackOff shortest wait
 * @param maxBackOff longest wait, at most 365 days
 * @param till no retry later than this after the first failure, positive, at most 3,650 days; empty = only the count bounds
 */
public record RetryPolicy(
        Optional<String> restartFrom,
        int count,
        Duration interval,
        Duration minBackOff,
        Duration maxBackOff,
        Optional<Duration> till) {
    private static final Duration LONGEST_BACK_OFF = Duration.ofDays(365);
    private static final Duration LONGEST = Duration.ofDays(3_650);

    public RetryPolicy {
        restartFrom.ifPresent(action -> Require.name("restartFrom", action));
        if (count < 1 || count > 10_000) {
            throw new IllegalArgumentException("count must be 1 to 10000, was " + count);
        }
        requireWithin("interval", interval);
        if (minBackOff.isNegative() || minBackOff.compareTo(maxBackOff) > 0) {
            throw new IllegalArgumentException(
                    "minBackOff must be from 0 to maxBackOff, was " + minBackOff + " with " + maxBackOff);
        }
        if (maxBackOff.compareTo(LONGEST_BACK_OFF) > 0) {
            throw new IllegalArgumentException("maxBackOff must be at most 365 days, was " + maxBackOff);
        }
        till.ifPresent(time -> requireWithin("till", time));
    }

    private static void requireWithin(String field, Duration value) {
        if (value.isNegative() || value.isZero() || value.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    field + " must be positive and at most " + LONGEST.toDays() + " days, was " + value);
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
