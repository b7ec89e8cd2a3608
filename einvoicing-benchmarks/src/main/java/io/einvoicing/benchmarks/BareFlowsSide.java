package io.einvoicing.benchmarks;

import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.Lane;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.jdbc.BareFlows;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The ceiling: the statements, commits and calls of our flows, without engine and store. */
record BareFlowsSide(FlowsClient client, int transactions, int batch) implements FlowsSide {
    @Override
    public String name() {
        return "bare statements, " + transactions + " transactions of " + batch;
    }

    @Override
    public double run(String database, int flows) throws Exception {
        try (FlowsScenario scenario = new FlowsScenario(database, client)) {
            BareFlows.Sample sample = sample(scenario);
            scenario.load(flows + transactions * batch, Instant.now());
            return new BareFlows(scenario.pool().dataSource(), sample, client::call).run(flows, transactions, batch);
        }
    }

    /** Runs one flow and returns what it wrote. */
    private static BareFlows.Sample sample(FlowsScenario scenario) throws Exception {
        scenario.load(1, Instant.now());
        Tap tap = new Tap(scenario.store().progress(), scenario.store().completions());
        Submission claimed = tap.claim(
                        lanes -> lanes.stream()
                                .map(lane -> new Lane.Share(lane.tenant(), lane.environment(), 1))
                                .toList(),
                        Instant.now(),
                        Instant.now().plusSeconds(60))
                .get(0);
        scenario.engine(tap, tap, (tenant, submission, at) -> {}).run(claimed);
        return new BareFlows.Sample(
                tap.checkpoints.get(0), tap.checkpoints.get(1), tap.checkpoints.get(2), tap.counted.get(0));
    }

    /** Keeps what passes. */
    private static final class Tap implements FlowProgress, FlowCompletions {
        private final FlowProgress progress;
        private final FlowCompletions completions;
        private final List<FlowCheckpoint> checkpoints = new ArrayList<>();
        private final List<CountedDocument> counted = new ArrayList<>();

        Tap(FlowProgress progress, FlowCompletions completions) {
            this.progress = progress;
            this.completions = completions;
        }

        @Override
        public Optional<Submission> claim(TenantId tenant, SubmissionId submission, Instant now, Instant leaseEnd) {
            return progress.claim(tenant, submission, now, leaseEnd);
        }

        @Override
        public List<Submission> claim(Function<List<Lane>, List<Lane.Share>> sharing, Instant now, Instant leaseEnd) {
            return progress.claim(sharing, now, leaseEnd);
        }

        @Override
        public boolean record(FlowCheckpoint checkpoint) {
            checkpoints.add(checkpoint);
            return progress.record(checkpoint);
        }

        @Override
        public int renew(List<Held> held, Instant leaseEnd) {
            return progress.renew(held, leaseEnd);
        }

        @Override
        public int recover(Instant now, int mostLost, int limit) {
            return progress.recover(now, mostLost, limit);
        }

        @Override
        public Optional<Counting> complete(FlowCheckpoint completion, Optional<CountedDocument> document) {
            checkpoints.add(completion);
            document.ifPresent(counted::add);
            return completions.complete(completion, document);
        }
    }
}
