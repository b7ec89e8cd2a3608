package io.einvoicing.service;

import io.einvoicing.flow.FlowRepair;
import io.einvoicing.kernel.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out commands to drive on many submissions, those of every node. */
final class RedriveLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RedriveLoop.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "einvoicing-redrive");
        thread.setDaemon(true);
        return thread;
    });
    private final FlowRepair repair;

    RedriveLoop(FlowRepair repair) {
        this.repair = repair;
    }

    void start() {
        ticker.scheduleWithFixedDelay(this::tick, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void tick() {
        try {
            repair.carryOut();
        } catch (StoreUnavailableException e) {
            LOG.warn("Nothing is driven on while the database gives no answer: {}", e.getMessage());
        } catch (RuntimeException e) {
            // An exception would end the schedule for ever.
            LOG.error("A command to drive on submissions did not go on", e);
        }
    }

    /** Ends after what is being driven on just now; the next node goes on. */
    @Override
    public void close() {
        ticker.shutdownNow();
        try {
            if (!ticker.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("Driving on did not end within {}", DRAIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
