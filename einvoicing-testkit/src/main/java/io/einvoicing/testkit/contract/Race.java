package io.einvoicing.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** Runs calls at one instant on threads of their own. */
final class Race implements AutoCloseable {
    private static final int SPINS = 10_000;

    private final ExecutorService threads;
    private final int runners;

    Race(int runners) {
        this.runners = runners;
        threads = Executors.newFixedThreadPool(runners);
    }

    /** Starts one call on each thread together, and returns what they answered in the order of their numbers, from 0. */
    <T> List<T> run(IntFunction<? extends Callable<T>> calls) throws Exception {
        AtomicInteger missing = new AtomicInteger(runners);
        List<Future<T>> futures = new ArrayList<>();
        for (int i = 0; i < runners; i++) {
            Callable<T> call = calls.apply(i);
            futures.add(threads.submit(() -> {
                missing.decrementAndGet();
                // Waiting without sleeping: threads that are woken one after the other would not meet.
                for (int spins = 0; missing.get() > 0; spins++) {
                    if (spins < SPINS) {
                        Thread.onSpinWait();
                    } else {
                        Thread.yield();
                    }
                }
                return call.call();
            }));
        }
        List<T> answers = new ArrayList<>();
        for (Future<T> future : futures) {
            answers.add(future.get());
        }
        return answers;
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
