package io.einvoicing.service.telemetry;

import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowObserver;
import io.einvoicing.http.call.CallObserver;
import io.einvoicing.http.call.OutboundRequest;
import io.einvoicing.http.call.OutboundResult;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.SubmissionObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * Counts and times what this node does. No label tells a tenant, and none has values without bound. docs/operations.md explains each
 * metric.
 */
public final class FlowMetrics implements FlowObserver, SubmissionObserver, CallObserver, IntConsumer {
    private static final int MOST_HOSTS = 100;
    private static final int MOST_TYPES = 100;
    private static final double[] SECONDS = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300
    };
    private static final double[] LONG_SECONDS = {
        0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 3_600, 21_600, 86_400
    };
    private static final double[] SIZES = {1, 2, 5, 10, 20, 50, 100, 200};

    private final Counter submitted;
    private final Histogram submitting;
    private final Counter runs;
    private final Counter leasesLost;
    private final Counter brokenOff;
    private final Counter counted;
    private final Histogram completing;
    private final Histogram actions;
    private final Histogram calls;
    private final Histogram batches;
    private final BoundedLabel hosts = new BoundedLabel(MOST_HOSTS);
    private final BoundedLabel types = new BoundedLabel(MOST_TYPES);

    public FlowMetrics(PrometheusRegistry registry) {
        submitted = Counter.builder()
                .name("einvoicing_submissions_accepted_total")
                .help("Submissions that were accepted and stored")
                .labelNames("kind")
                .register(registry);
        submitting = seconds("einvoicing_submit", "Accepting a submission, the customer's storage included", SECONDS)
                .register(registry);
        runs = Counter.builder()
                .name("einvoicing_runs_total")
                .help("Runs of submissions by how they left them; reason is that of a PENDING one")
                .labelNames("status", "reason")
                .register(registry);
        leasesLost = Counter.builder()
                .name("einvoicing_leases_lost_total")
                .help("Runs that had lost their lease when they wanted to record something")
                .register(registry);
        brokenOff = Counter.builder()
                .name("einvoicing_runs_broken_off_total")
                .help("Runs that ended because the database gave no answer")
                .register(registry);
        counted = Counter.builder()
                .name("einvoicing_completions_total")
                .help("Completed submissions by whether their document was counted")
                .labelNames("counting")
                .register(registry);
        completing = seconds("einvoicing_completion", "From acceptance of a submission to its completion", LONG_SECONDS)
                .register(registry);
        actions = seconds("einvoicing_action", "One run of an action", SECONDS)
                .labelNames("type", "status")
                .register(registry);
        calls = seconds("einvoicing_call", "An outbound call, from looking up the host to the last byte", SECONDS)
                .labelNames("host", "outcome")
                .register(registry);
        batches = Histogram.builder()
                .name("einvoicing_commit_batch_size")
                .help("Checkpoints or completions in one transaction")
                .classicOnly()
                .classicUpperBounds(SIZES)
                .register(registry);
    }

    private static Histogram.Builder seconds(String name, String help, double[] bounds) {
        return Histogram.builder()
                .name(name + "_duration_seconds")
                .unit(Unit.SECONDS)
                .help(help)
                .classicOnly()
                .classicUpperBounds(bounds);
    }

    @Override
    public void submitted(Submission accepted, Duration took) {
        submitted.labelValues(accepted.order().kind().name()).inc();
        submitting.observe(seconds(took));
    }

    @Override
    public FlowObserver.Run started(Submission claimed) {
        return new FlowObserver.Run() {
            @Override
            public void actionEnded(ActionRun result) {
                actions.labelValues(types.of(result.type()), result.status().name())
                        .observe(seconds(Duration.between(result.startedAt(), result.endedAt())));
            }

            @Override
            public void ended(FlowCheckpoint last, Optional<Counting> counting) {
                runs.labelValues(
                                last.status().name(),
                                last.pendingReason().map(Enum::name).orElse(""))
                        .inc();
                counting.ifPresent(each -> counted.labelValues(each.name()).inc());
                if (last.status() == SubmissionStatus.COMPLETED) {
                    completing.observe(seconds(Duration.between(claimed.order().submittedAt(), last.at())));
                }
            }

            @Override
            public void leaseLost() {
                leasesLost.inc();
            }

            @Override
            public void brokenOff(RuntimeException why) {
                brokenOff.inc();
            }
        };
    }

    @Override
    public CallObserver.Call started(OutboundRequest request) {
        return new CallObserver.Call() {
            @Override
            public void ended(OutboundResult result, Duration took) {
                calls.labelValues(hosts.of(host(request)), outcome(result)).observe(seconds(took));
            }
        };
    }

    /** Is told the number of commands in one transaction. */
    @Override
    public void accept(int batchSize) {
        batches.observe(batchSize);
    }

    static String host(OutboundRequest request) {
        return request.url().getHost() == null ? "" : request.url().getHost().toLowerCase(Locale.ROOT);
    }

    static String outcome(OutboundResult result) {
        return result.fold(notSent -> "not sent", answered -> answered.status() / 100 + "xx", noAnswer -> "no answer");
    }

    private static double seconds(Duration duration) {
        return Math.max(0, duration.toNanos()) / 1e9;
    }
}
