package io.einvoicing.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast flows run beside many submissions that wait, against few: once those that wait are all due, and once they are due
 * tomorrow. Both databases take turns.
 */
record FlowsWaiting(FlowsOptions options, FlowsDatabases databases, EngineFlows engine) {
    private static final int FEW = 1_000;

    /**
     * What was measured.
     *
     * @param whileDue ratio of the rates while those that wait are due
     * @param whileLater the same while they are due tomorrow
     * @param small what a JVM with little memory reached while many were due
     */
    record Result(double whileDue, double whileLater, FlowsInSmallHeap.Result small) {
        /** Returns the worse of the ratios. */
        double ratio() {
            return Math.min(whileDue, whileLater);
        }
    }

    Result measure() throws Exception {
        String many = databases.create();
        try {
            double due = ratio(many, Duration.ZERO);
            FlowsInSmallHeap.Result small = FlowsInSmallHeap.fork(many, engine, options.flows());
            databases.drop(many);
            many = databases.create();
            return new Result(due, ratio(many, Duration.ofDays(1)), small);
        } finally {
            databases.drop(many);
        }
    }

    /** Returns the median ratio of the rates with many to those with few waiting. */
    private double ratio(String databaseOfMany, Duration wait) throws Exception {
        String databaseOfFew = databases.create();
        try (FlowsScenario many = new FlowsScenario(databaseOfMany, engine.client());
                FlowsScenario few = new FlowsScenario(databaseOfFew, engine.client())) {
            many.load(options.waiting(), Instant.now().plus(wait));
            few.load(FEW, Instant.now().plus(wait));
            databases.checkpoint();
            List<Double> ratios = new ArrayList<>();
            for (int round = 0; round <= options.rounds(); round++) {
                double withFew = rate(few);
                double withMany = rate(many);
                options.say(
                        "waiting, due %s: %,.0f flows/s beside %,d, %,.0f beside %,d",
                        wait.isZero() ? "now" : "tomorrow", withFew, FEW, withMany, options.waiting());
                if (round > 0) {
                    ratios.add(withMany / withFew);
                }
            }
            return FlowsBenchmark.median(ratios);
        } finally {
            databases.drop(databaseOfFew);
        }
    }

    private double rate(FlowsScenario scenario) throws Exception {
        scenario.load(options.flows(), Instant.now());
        return engine.run(scenario, options.flows());
    }
}
