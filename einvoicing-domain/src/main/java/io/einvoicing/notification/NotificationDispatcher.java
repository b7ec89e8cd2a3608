package io.einvoicing.notification;

import io.einvoicing.notification.port.DeliveryQueue;
import io.einvoicing.notification.port.NotificationSender.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Sends the deliveries that are due, each at least once. Thread-safe; any number of dispatchers on any number of nodes may share one
 * store.
 *
 * <p>An attempt that failed is repeated with growing waits until it is given up; then somebody can ask for redelivery. Each
 * subscription occupies one worker at a time and each attempt is bounded in time, so a slow receiver holds up only itself.
 */
public final class NotificationDispatcher {
    private final DeliveryQueue queue;
    private final NotificationSenders senders;
    private final NotificationPolicy policy;
    private final InstantSource clock;
    private final Executor workers;
    private final Semaphore free;
    private volatile boolean stopped;

    /**
     * Creates a dispatcher that does nothing by itself.
     *
     * @param workers runs the attempts; {@code Runnable::run} sends everything before {@link #dispatch} returns
     */
    public NotificationDispatcher(
            DeliveryQueue queue,
            NotificationSenders senders,
            NotificationPolicy policy,
            InstantSource clock,
            Executor workers) {
        this.queue = queue;
        this.senders = senders;
        this.policy = policy;
        this.clock = clock;
        this.workers = workers;
        this.free = new Semaphore(policy.concurrency());
    }

    /**
     * Claims what is due, as far as workers are free, and has them send it and whatever else is due then. To be called again and
     * again, about once a second.
     *
     * @throws io.einvoicing.kernel.StoreUnavailableException if the store gave no answer; nothing is lost, call again
     */
    public void dispatch() {
        int idle = free.drainPermits();
        int started = 0;
        try {
            if (idle > 0) {
                for (ClaimedDelivery claimed : claim(idle)) {
                    workers.execute(() -> work(claimed));
                    started++;
                }
            }
        } finally {
            free.release(idle - started);
        }
    }

    /** Claims nothing from now on; what is being sent just then is finished. */
    public void stop() {
        stopped = true;
    }

    private void work(ClaimedDelivery first) {
        try {
            for (List<ClaimedDelivery> next = List.of(first); !next.isEmpty(); next = claim(1)) {
                next.forEach(this::send);
            }
        } finally {
            free.release();
        }
    }

    private List<ClaimedDelivery> claim(int limit) {
        Instant now = clock.instant();
        return stopped ? List.of() : queue.claim(now, now.plus(policy.lease()), limit);
    }

    private void send(ClaimedDelivery claimed) {
        Outcome outcome;
        try {
            outcome = senders.send(claimed, policy.sendTimeout());
        } catch (RuntimeException e) {
            // A fault of the sender must not repeat at every end of the lease for ever.
            postpone(claimed, "the sender failed: " + e.getClass().getSimpleName(), Duration.ZERO);
            throw e;
        }
        outcome.fold(
                delivered -> queue.delivered(claimed, clock.instant()),
                again -> postpone(claimed, again.reason(), again.after().orElse(Duration.ZERO)),
                refused -> queue.refused(claimed, clock.instant(), refused.reason()));
    }

    private boolean postpone(ClaimedDelivery claimed, String failure, Duration asked) {
        Instant now = clock.instant();
        Duration wait = policy.wait(claimed.firstAttemptAt(), now);
        Instant next = now.plus(asked.compareTo(wait) > 0 ? asked : wait);
        return next.isAfter(claimed.firstAttemptAt().plus(policy.patience()))
                ? queue.givenUp(claimed, now, failure)
                : queue.postponed(claimed, next, failure);
    }
}
