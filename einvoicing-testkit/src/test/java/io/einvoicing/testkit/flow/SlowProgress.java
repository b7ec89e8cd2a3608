package io.einvoicing.testkit.flow;

import io.einvoicing.flow.ActionTypes;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.FlowEngine;
import io.einvoicing.flow.FlowPolicy;
import io.einvoicing.flow.Lane;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A store that takes its time for every checkpoint. */
record SlowProgress(FlowFixture flow, Duration commit) implements FlowProgress {
    FlowEngine engine() {
        return new FlowEngine(
                new FlowEngine.Ports(
                        this,
                        flow.store.completions(),
                        flow.store.environments(),
                        flow.store.features(),
                        flow.documents,
                        flow.vault.uncached(),
                        flow.store.numberDraws(),
                        flow.store.submissions(),
                        flow.store.queue()),
                new ActionTypes(List.of(flow.step, flow.call)),
                FlowPolicy.DEFAULT,
                flow.clock);
    }

    @Override
    public Optional<Submission> claim(TenantId tenant, SubmissionId submission, Instant now, Instant leaseEnd) {
        return flow.store.progress().claim(tenant, submission, now, leaseEnd);
    }

    @Override
    public boolean record(FlowCheckpoint checkpoint) {
        boolean recorded = flow.store.progress().record(checkpoint);
        flow.clock.advance(commit);
        return recorded;
    }

    @Override
    public List<Submission> claim(Function<List<Lane>, List<Lane.Share>> sharing, Instant now, Instant leaseEnd) {
        return flow.store.progress().claim(sharing, now, leaseEnd);
    }

    @Override
    public int renew(List<Held> held, Instant leaseEnd) {
        return flow.store.progress().renew(held, leaseEnd);
    }

    @Override
    public int recover(Instant now, int mostLost, int limit) {
        return flow.store.progress().recover(now, mostLost, limit);
    }
}
