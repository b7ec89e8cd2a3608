package io.einvoicing.testkit.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Starts the same work in many threads at one instant. */
final class RunTogether {
    private RunTogether() {}

    /** Returns each thread's result, or what it threw, in the order of the threads' numbers. */
    static List<Outcome> run(int threads, IntFunction<Callable<?>> work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<?>> futures = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                Callable<?> mine = work.apply(thread);
                futures.add(executor.submit(() -> {
                    start.await(30, TimeUnit.SECONDS);
                    return mine.call();
                }));
            }
            List<Outcome> outcomes = new ArrayList<>();
            for (Future<?> future : futures) {
                outcomes.add(outcome(future));
            }
            return outcomes;
        } finally {
            executor.shutdownNow();
        }
    }

    private static Outcome outcome(Future<?> future) throws Exception {
        try {
            future.get(120, TimeUnit.SECONDS);
            return new Outcome(null);
        } catch (ExecutionException e) {
            return new Outcome(e.getCause());
        }
    }

    /** How one thread ended; no failure means success. */
    record Outcome(@Nullable Throwable failure) {
        boolean succeeded() {
            return failure == null;
        }
    }
}
