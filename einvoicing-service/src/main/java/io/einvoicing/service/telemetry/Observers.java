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
import io.einvoicing.submission.port.SubmissionObserver;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Tells metrics and traces of everything. */
public record Observers(FlowMetrics metrics, FlowTraces traces)
        implements FlowObserver, SubmissionObserver, CallObserver {
    @Override
    public void submitted(Submission accepted, Duration took) {
        metrics.submitted(accepted, took);
        traces.submitted(accepted, took);
    }

    @Override
    public FlowObserver.Run started(Submission claimed) {
        FlowObserver.Run counted = metrics.started(claimed);
        FlowObserver.Run traced = traces.started(claimed);
        return new FlowObserver.Run() {
            @Override
            public void actionStarted(int position, Action action) {
                counted.actionStarted(position, action);
                traced.actionStarted(position, action);
            }

            @Override
            public void actionEnded(ActionRun result) {
                counted.actionEnded(result);
                traced.actionEnded(result);
            }

            @Override
            public void ended(FlowCheckpoint last, Optional<Counting> counting) {
                counted.ended(last, counting);
                traced.ended(last, counting);
            }

            @Override
            public void leaseLost() {
                counted.leaseLost();
                traced.leaseLost();
            }

            @Override
            public void brokenOff(RuntimeException why) {
                counted.brokenOff(why);
                traced.brokenOff(why);
            }
        };
    }

    @Override
    public CallObserver.Call started(OutboundRequest request) {
        CallObserver.Call counted = metrics.started(request);
        CallObserver.Call traced = traces.started(request);
        return new CallObserver.Call() {
            @Override
            public Map<String, String> headers() {
                return traced.headers();
            }

            @Override
            public void ended(OutboundResult result, Duration took) {
                counted.ended(result, took);
                traced.ended(result, took);
            }
        };
    }
}
