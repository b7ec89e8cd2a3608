package io.einvoicing.service;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What usage does in the background: folding and thresholds again and again, and commands when they are given. */
final class UsageTasks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageTasks.class);
    private static final int COMMANDS = 2;
    private static final Duration DRAIN = Duration.ofSeconds(10);

    private final ExecutorService commands = Executors.newFixedThreadPool(COMMANDS, named("usage-command"));
    private final ScheduledExecutorService rounds = Executors.newSingleThreadScheduledExecutor(named("usage-fold"));

    /** Returns what runs commands; a failed one is logged here, and its state tells it to those who ask. */
    Executor commands() {
        return command -> commands.execute(() -> logged("A usage command", command));
    }

    /** Runs the task until this is closed, with the pause between two rounds; a failure ends its round only. */
    void repeat(Duration pause, Runnable task) {
        rounds.scheduleWithFixedDelay(
                () -> logged("Folding usage", task), pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void logged(String what, Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) { // the next round, or the next command, may succeed
            LOG.error("{} failed", what, e);
        }
    }

    /** Begins nothing more, and waits a little for what runs. */
    @Override
    public void close() {
        rounds.shutdown();
        commands.shutdown();
        for (ExecutorService each : List.of(rounds, commands)) {
            if (!ends(each)) {
                LOG.warn("What usage does in the background did not end within {}", DRAIN);
                each.shutdownNow();
            }
        }
    }

    private static boolean ends(ExecutorService threads) {
        try {
            return threads.awaitTermination(DRAIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        };
    }
}
