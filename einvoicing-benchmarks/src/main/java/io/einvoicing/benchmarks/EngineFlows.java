package io.einvoicing.benchmarks;

import io.einvoicing.flow.FlowDispatcher;
import io.einvoicing.flow.FlowEngine;
import io.einvoicing.flow.FlowLimits;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Our dispatcher and engine on the store in PostgreSQL. */
record EngineFlows(FlowsClient client, int workers) implements FlowsSide {
    @Override
    public String name() {
        return "einvoicing";
    }

    @Override
    public double run(String database, int flows) throws Exception {
        try (FlowsScenario scenario = new FlowsScenario(database, client)) {
            scenario.load(flows, Instant.now());
            return run(scenario, flows);
        }
    }

    /**
     * Runs flows that are due.
     *
     * @return completed and counted flows per second
     */
    double run(FlowsScenario scenario, int flows) throws InterruptedException {
        try (FlowDispatcher dispatcher =
                new FlowDispatcher(scenario.store().progress(), settings(), InstantSource.system())) {
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

    /** The standard settings, but that one tenant may have all workers. */
    private FlowDispatcher.Settings settings() {
        FlowDispatcher.Settings standard = FlowDispatcher.Settings.DEFAULT;
        return new FlowDispatcher.Settings(
                workers,
                new FlowLimits(workers, workers),
                standard.pollInterval(),
                standard.lease(),
                standard.longestHold(),
                standard.mostLostLeases(),
                standard.drain());
    }
}
