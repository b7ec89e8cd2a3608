package io.einvoicing.flow;

import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.port.FlowQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes due work of all tenants for the workers of this node, in fair shares and within {@link FlowLimits}. Thread-safe. Any number of
 * nodes may share one store; none knows of another.
 *
 * <p>The store holds the queue: a submission is due when its row says so. A reminder only ends the pause between two looks. While a
 * worker runs, its lease is prolonged; the work of a node that died is due again when the lease ends.
 */
public final class FlowDispatcher implements FlowQueue, AutoCloseable {
    private static final System.Logger LOG = System.getLogger(FlowDispatcher.class.getName());
    private static final int RECOVERED_AT_ONCE = 1_000;
    /** One takes work, one keeps leases. */
    private static final int LOOPS = 2;

    private final FlowProgress progress;
    private final Settings settings;
    private final InstantSource clock;
    private final Semaphore free;
    /** Has a permit when there may be something to take: a reminder came, or a worker became free. */
    private final Semaphore signal = new Semaphore(0);

    private final Map<FlowProgress.Held, Instant> held = new ConcurrentHashMap<>();

    /** Whether work is taken; {@link #stopped} comes later, for running work needs its leases until it has ended. */
    private volatile boolean taking;

    private volatile boolean stopped;
    private final AtomicInteger loops = new AtomicInteger();
    private final AtomicLong recovered = new AtomicLong();
    private volatile int nodes = 1;
    private @Nullable ExecutorService threads;

    /**
     * How a node works.
     *
     * @param workers threads that run submissions
     * @param limits how much is run at once by all nodes together
     * @param pollInterval pause between two looks when nothing was due; a reminder on this node ends it
     * @param lease for how long a worker holds a submission without a sign of life of its node; prolonged every third of it
     * @param longestHold leases are prolonged no longer than this after the claim, in case a worker hangs
     * @param mostLostLeases work that lost so many leases one after the other is set aside: it may be what kills the nodes
     * @param drain longest wait for running work when the node stops
     */
    public record Settings(
            int workers,
            FlowLimits limits,
            Duration pollInterval,
            Duration lease,
            Duration longestHold,
            int mostLostLeases,
            Duration drain) {
        /** 32 workers, 24 of them for one tenant at most, looks every 100 ms, leases of 15 s. */
        public static final Settings DEFAULT = new Settings(
                32,
                new FlowLimits(24, 24),
                Duration.ofMillis(100),
                Duration.ofSeconds(15),
                Duration.ofMinutes(10),
                5,
                Duration.ofSeconds(30));

        public Settings {
            if (workers < 1 || mostLostLeases < 1) {
                throw new IllegalArgumentException(
                        "workers and lost leases must be at least 1, were " + workers + " and " + mostLostLeases);
            }
            if (pollInterval.toMillis() < 1 || lease.toMillis() < 3) {
                throw new IllegalArgumentException(
                        "poll interval must be >= 1 ms and lease >= 3 ms, were " + pollInterval + " and " + lease);
            }
        }
    }

    public FlowDispatcher(FlowProgress progress, Settings settings, InstantSource clock) {
        this.progress = progress;
        this.settings = settings;
        this.clock = clock;
        this.free = new Semaphore(settings.workers());
    }

    /** Ends the pause between two looks if the submission is due; one that is due later is found then. */
    @Override
    public void remind(TenantId tenant, SubmissionId submission, Instant at) {
        if (!at.isAfter(clock.instant())) {
            signal();
        }
    }

    private void signal() {
        if (signal.availablePermits() == 0) {
            signal.release();
        }
    }

    /** Runs what was claimed. */
    @FunctionalInterface
    public interface Worker {
        /** Runs a submission until it ends or has to wait; an exception ends only that run. */
        void run(Submission claimed);

        /** Tells whether this node may take work and judge leases now. */
        default boolean isReady() {
            return true;
        }
    }

    /** Starts this node's threads. */
    public synchronized void start(Worker worker) {
        if (threads != null) {
            throw new IllegalStateException("the dispatcher has been started already");
        }
        ExecutorService started = Executors.newCachedThreadPool(named());
        threads = started;
        taking = true;
        loops.set(LOOPS);
        started.execute(() -> repeat(() -> taking, () -> takeWork(started, worker)));
        started.execute(() -> repeat(() -> !stopped, () -> keepLeases(worker)));
    }

    private static ThreadFactory named() {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "einvoicing-flow-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** A step of a loop; waits at its end if there is nothing to do. */
    private interface Step {
        void run() throws InterruptedException;
    }

    private void repeat(BooleanSupplier goesOn, Step step) {
        try {
            repeatWhile(goesOn, step);
        } finally {
            loops.decrementAndGet();
        }
    }

    private void repeatWhile(BooleanSupplier goesOn, Step step) {
        while (goesOn.getAsBoolean()) {
            try {
                step.run();
            } catch (InterruptedException e) {
                return; // Only by stopping.
            } catch (EinvoicingException e) {
                LOG.log(System.Logger.Level.WARNING, "the store gave no answer: {0}", e.getMessage());
                pause(settings.pollInterval());
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "a step of the dispatcher failed", e);
                pause(settings.pollInterval());
            }
        }
    }

    private void pause(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeWork(ExecutorService workers, Worker worker) throws InterruptedException {
        free.acquire();
        int number = 1 + free.drainPermits();
        int taken = 0;
        try {
            if (taking && worker.isReady()) {
                List<Submission> claimed = claim(number);
                for (Submission each : claimed) {
                    FlowProgress.Held mine = new FlowProgress.Held(each.tenant(), each.id(), each.attempt());
                    held.put(mine, clock.instant());
                    workers.execute(() -> work(mine, each, worker));
                    taken++;
                }
            }
        } finally {
            free.release(number - taken);
        }
        if (taken == 0) {
            signal.tryAcquire(settings.pollInterval().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private List<Submission> claim(int number) {
        Instant now = clock.instant();
        return progress.claim(lanes -> FairShare.of(lanes, settings.limits(), number), now, now.plus(settings.lease()));
    }

    private void work(FlowProgress.Held mine, Submission claimed, Worker worker) {
        try {
            worker.run(claimed);
        } catch (EinvoicingException e) {
            LOG.log(System.Logger.Level.WARNING, "submission {0}: {1}", claimed.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "submission " + claimed.id() + " stopped unexpectedly", e);
        } finally {
            held.remove(mine);
            free.release();
            signal();
        }
    }

    private void keepLeases(Worker worker) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(settings.lease().toNanos() / 3);
        if (!worker.isReady()) {
            return; // By a wrong clock, leases of others would seem to be over, and its own would last too long.
        }
        Instant now = clock.instant();
        List<FlowProgress.Held> running = held.entrySet().stream()
                .filter(each -> now.isBefore(each.getValue().plus(settings.longestHold())))
                .map(Map.Entry::getKey)
                .toList();
        if (!running.isEmpty()) {
            progress.renew(running, now.plus(settings.lease()));
        }
        nodes = progress.present(now, now.plus(settings.lease()));
        int found = progress.recover(now, settings.mostLostLeases(), RECOVERED_AT_ONCE);
        if (found > 0) {
            recovered.addAndGet(found);
            signal();
        }
    }

    /** Returns how many submissions this node's workers have in hand. */
    public int running() {
        return held.size();
    }

    /** Returns how many submissions this node's workers can have in hand. */
    public int workers() {
        return settings.workers();
    }

    /** Returns of how many submissions this node found that their worker's lease had ended, since it started. */
    public long recovered() {
        return recovered.get();
    }

    /** Tells whether this node takes work: it was started, was not stopped, and none of its threads has died. */
    public boolean isTakingWork() {
        return taking && loops.get() == LOOPS;
    }

    /** Takes no more work; what runs goes on. */
    public void stopTaking() {
        taking = false;
        signal();
    }

    /** Returns how many nodes are at work, as this one last learned: up to a third of a lease ago. */
    public int nodes() {
        return nodes;
    }

    /** Takes no more work and waits for what runs, as long as the settings allow; what still runs then loses its lease. */
    @Override
    public synchronized void close() {
        stopTaking();
        ExecutorService running = threads;
        if (running == null) {
            stopped = true;
            return;
        }
        threads = null;
        boolean interrupted = false;
        try {
            interrupted = !free.tryAcquire(settings.workers(), settings.drain().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        stopped = true;
        running.shutdownNow();
        if (interrupted) {
            LOG.log(System.Logger.Level.WARNING, "{0} submissions were left in hand", held.size());
        }
    }
}
