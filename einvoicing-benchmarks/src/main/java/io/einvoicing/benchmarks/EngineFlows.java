package io.einvoicing.benchmarks;

import io.einvoicing.flow.FlowDispatcher;
import io.einvoicing.flow.FlowEngine;
import io.einvoicing.flow.FlowLimits;
import io.einvoicing.submission.SubmissionStatus;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Our dispatcher and engine on the store in PostgreSQL. */
final class EngineFlows {
    private EngineFlows() {}

    /**
     * Runs flows that are due.
     *
     * @return completed and counted flows per second
     */
    static double run(FlowsScenario scenario, int workers, int flows) throws InterruptedException {
        FlowDispatcher.Settings standard = FlowDispatcher.Settings.DEFAULT;
        try (FlowDispatcher dispatcher = new FlowDispatcher(
                scenario.store().progress(),
                new FlowDispatcher.Settings(
                        workers,
                        new FlowLimits(workers, workers),
                        standard.pollInterval(),
                        standard.lease(),
                        standard.longestHold(),
                        standard.mostLostLeases(),
                        standard.drain()),
                InstantSource.system())) {
            FlowEngine engine = scenario.engine(
                    scenario.store().progress(), scenario.store().completions(), dispatcher);
            CountDownLatch done = new CountDownLatch(flows);
            AtomicReference<String> other = new AtomicReference<>();
            long start = System.nanoTime();
            dispatcher.start(claimed -> {
                if (engine.run(claimed)
                        .filter(SubmissionStatus.COMPLETED::equals)
                        .isEmpty()) {
                    other.compareAndSet(
                            null, String.valueOf(scenario.store().submissions().find(claimed.tenant(), claimed.id())));
                }
                done.countDown();
            });
            if (!done.await(10, TimeUnit.MINUTES) || other.get() != null) {
                throw new IllegalStateException(done.getCount() + " flows did not end; did not complete: " + other);
            }
            return flows / ((System.nanoTime() - start) / 1e9);
        }
    }
}
