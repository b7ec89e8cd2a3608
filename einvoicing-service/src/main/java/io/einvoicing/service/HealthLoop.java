package io.einvoicing.service;

import io.einvoicing.health.HealthWatch;
import io.einvoicing.kernel.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the customers' vaults and containers that are due, on every node, until it is closed. */
final class HealthLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HealthLoop.class);

    /** So that a vault that does not answer holds few others up. */
    private static final int WORKERS = 4;

    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final HealthWatch watch;
    private final ScheduledExecutorService workers;
    private volatile boolean stopped;

    HealthLoop(HealthWatch watch) {
        this.watch = watch;
        AtomicInteger last = new AtomicInteger();
        this.workers = Executors.newScheduledThreadPool(WORKERS, work -> {
            Thread thread = new Thread(work, "einvoicing-health-" + last.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    void start() {
        for (int i = 0; i < WORKERS; i++) {
            workers.scheduleWithFixedDelay(this::round, i, PAUSE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void round() {
        try {
            boolean found = true;
            while (found && !stopped) {
                found = watch.checkNext();
            }
        } catch (StoreUnavailableException e) {
            LOG.warn("No vaults are looked at while the database gives no answer: {}", e.getMessage());
        } catch (RuntimeException e) {
            // An exception would end the schedule for ever; the environment is due again when its claim ends.
            LOG.error("A vault could not be looked at", e);
        }
    }

    /** Begins nothing more, and waits a little for what runs. */
    @Override
    public void close() {
        stopped = true;
        workers.shutdown();
        try {
            if (!workers.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A look at a vault did not end within {}", DRAIN);
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
