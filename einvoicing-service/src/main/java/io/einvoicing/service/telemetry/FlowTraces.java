package io.einvoicing.service.telemetry;

import io.einvoicing.feature.Action;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowObserver;
import io.einvoicing.http.call.CallObserver;
import io.einvoicing.http.call.OutboundRequest;
import io.einvoicing.http.call.OutboundResult;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.SubmissionObserver;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells OpenTelemetry of submissions: one trace for each, over all its runs on whichever nodes. Its trace id is the submission's id
 * without hyphens, so that nothing has to be kept, and whoever knows a submission finds its trace. Spans hold no content of documents.
 */
public final class FlowTraces implements FlowObserver, SubmissionObserver, CallObserver {
    private static final String SCOPE = "io.einvoicing";
    private static final double LONGS = 0x1p63;

    private final Tracer tracer;
    private final double share;
    private final Set<String> hosts;
    private final InstantSource clock;

    /**
     * @param share share of the submissions that are traced, 0 to 1; decided by the submission's id, so that all nodes agree
     * @param hosts the only hosts that are told of the trace, in the header traceparent
     */
    public FlowTraces(OpenTelemetry telemetry, double share, Set<String> hosts, InstantSource clock) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("the share of traced submissions must be 0 to 1, was " + share);
        }
        this.tracer = telemetry.getTracer(SCOPE);
        this.share = share;
        this.hosts = Set.copyOf(hosts);
        this.clock = clock;
    }

    /** Returns the id of the submission's trace, as OpenTelemetry writes it. */
    public static String traceId(SubmissionId submission) {
        return submission.value().toString().replace("-", "");
    }

    /** The parent of all spans of a submission is not a span itself, for no node is there from its beginning to its end. */
    private Context trace(Submission submission) {
        String trace = traceId(submission.id());
        boolean sampled = (submission.id().value().getLeastSignificantBits() & Long.MAX_VALUE) < share * LONGS;
        SpanContext origin = SpanContext.createFromRemoteParent(
                trace,
                trace.substring(0, 16),
                sampled ? TraceFlags.getSampled() : TraceFlags.getDefault(),
                TraceState.getDefault());
        return Context.root().with(Span.wrap(origin));
    }

    private SpanBuilder span(String name, Submission submission) {
        return tracer.spanBuilder(name)
                .setAttribute("einvoicing.tenant", submission.tenant().toString())
                .setAttribute(
                        "einvoicing.environment",
                        submission.order().environment().toString())
                .setAttribute("einvoicing.submission", submission.id().toString());
    }

    @Override
    public void submitted(Submission accepted, Duration took) {
        Instant end = clock.instant();
        span("submit", accepted)
                .setParent(trace(accepted))
                .setAttribute("einvoicing.kind", accepted.order().kind().name())
                .setStartTimestamp(nanos(end.minus(took)), TimeUnit.NANOSECONDS)
                .startSpan()
                .end(nanos(end), TimeUnit.NANOSECONDS);
    }

    private static long nanos(Instant instant) {
        return TimeUnit.SECONDS.toNanos(instant.getEpochSecond()) + instant.getNano();
    }

    @Override
    public FlowObserver.Run started(Submission claimed) {
        Span run = span("run", claimed)
                .setParent(trace(claimed))
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("einvoicing.attempt", claimed.attempt())
                .startSpan();
        return new TracedRun(run);
    }

    /** The spans of one run; that of the action that runs is the current one of the thread. */
    private final class TracedRun implements FlowObserver.Run {
        private final Span run;
        private @Nullable Span action;
        private @Nullable Scope scope;

        TracedRun(Span run) {
            this.run = run;
        }

        @Override
        @SuppressWarnings("MustBeClosedChecker") // The action's end closes it, in the same thread.
        public void actionStarted(int position, Action started) {
            Span span = tracer.spanBuilder("action " + started.type())
                    .setParent(Context.root().with(run))
                    .setAttribute("einvoicing.action", started.name())
                    .setAttribute("einvoicing.action.type", started.type())
                    .setAttribute("einvoicing.action.position", position)
                    .startSpan();
            action = span;
            scope = span.makeCurrent();
        }

        @Override
        public void actionEnded(ActionRun result) {
            endAction(
                    result.status().name(),
                    result.status() == ActionRun.Status.COMPLETED || result.status() == ActionRun.Status.WAITING);
        }

        private void endAction(String outcome, boolean well) {
            Scope open = scope;
            Span span = action;
            if (open != null && span != null) {
                open.close();
                end(span, outcome, well);
            }
            scope = null;
            action = null;
        }

        @Override
        public void ended(FlowCheckpoint last, Optional<Counting> counting) {
            counting.ifPresent(each -> run.setAttribute("einvoicing.counting", each.name()));
            last.pendingReason().ifPresent(reason -> run.setAttribute("einvoicing.reason", reason.name()));
            last.invoiceStatus()
                    .ifPresent(verdict -> run.setAttribute("einvoicing.invoice.status", String.valueOf(verdict)));
            endRun(last.status().name(), last.status() != SubmissionStatus.FAILED);
        }

        @Override
        public void leaseLost() {
            endRun("LEASE_LOST", false);
        }

        @Override
        public void brokenOff(RuntimeException why) {
            run.setAttribute("error.type", why.getClass().getName());
            endRun("BROKEN_OFF", false);
        }

        private void endRun(String outcome, boolean well) {
            endAction("BROKEN_OFF", false);
            end(run, outcome, well);
        }

        private void end(Span span, String outcome, boolean well) {
            span.setAttribute("einvoicing.outcome", outcome);
            if (!well) {
                span.setStatus(StatusCode.ERROR, outcome);
            }
            span.end();
        }
    }

    @Override
    public CallObserver.Call started(OutboundRequest request) {
        String host = FlowMetrics.host(request);
        Span span = tracer.spanBuilder(request.method())
                .setParent(Context.current())
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", request.method())
                .setAttribute("server.address", host)
                .startSpan();
        return new CallObserver.Call() {
            @Override
            public Map<String, String> headers() {
                Map<String, String> headers = new HashMap<>();
                if (hosts.contains(host)) {
                    W3CTraceContextPropagator.getInstance()
                            .inject(Context.root().with(span), headers, (all, name, value) -> all.put(name, value));
                }
                return headers;
            }

            @Override
            public void ended(OutboundResult result, Duration took) {
                if (result instanceof OutboundResult.Answered answered) {
                    span.setAttribute("http.response.status_code", answered.status());
                }
                String outcome = FlowMetrics.outcome(result);
                span.setAttribute("einvoicing.outcome", outcome);
                if (!outcome.equals("2xx")) {
                    span.setStatus(StatusCode.ERROR, outcome);
                }
                span.end();
            }
        };
    }
}
