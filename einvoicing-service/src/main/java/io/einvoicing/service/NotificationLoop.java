package io.einvoicing.service;

import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.notification.NotificationDispatcher;
import io.einvoicing.notification.NotificationPolicy;
import io.einvoicing.notification.NotificationSenders;
import io.einvoicing.notification.port.DeliveryQueue;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends the notifications that are due, on every node, until it is closed. */
final class NotificationLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NotificationLoop.class);
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(new Threads("tick"));
    private final ExecutorService workers = Executors.newCachedThreadPool(new Threads("send"));
    private final NotificationPolicy policy;
    private final NotificationDispatcher dispatcher;

    NotificationLoop(DeliveryQueue queue, NotificationSenders senders, NotificationPolicy policy, InstantSource clock) {
        this.policy = policy;
        this.dispatcher = new NotificationDispatcher(queue, senders, policy, clock, workers);
    }

    void start() {
        ticker.scheduleWithFixedDelay(this::tick, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            dispatcher.dispatch();
        } catch (StoreUnavailableException e) {
            LOG.warn("No notifications are sent while the database gives no answer: {}", e.getMessage());
        } catch (RuntimeException e) {
            // An exception would end the schedule for ever.
            LOG.error("Notifications could not be claimed", e);
        }
    }

    /** Stops claiming and lets what is being sent come to its end, which is bounded in time. */
    @Override
    public void close() {
        dispatcher.stop();
        ticker.shutdown();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(policy.sendTimeout().plusSeconds(5).toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Some notifications were still being sent; they are sent again when their leases end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Names threads, and logs what ends one: the delivery stays due. */
    private static final class Threads implements ThreadFactory {
        private final AtomicInteger last = new AtomicInteger();
        private final String task;

        Threads(String task) {
            this.task = task;
        }

        @Override
        public Thread newThread(Runnable work) {
            Thread thread = new Thread(work, "einvoicing-notification-" + task + "-" + last.incrementAndGet());
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((failed, e) -> LOG.error("A notification could not be sent", e));
            return thread;
        }
    }
}
