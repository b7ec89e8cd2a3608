package io.einvoicing.testkit.flow;

import io.einvoicing.feature.Action;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowObserver;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.port.SubmissionObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what observers are told; fails at every call if a test wants it. */
final class ToldEvents implements FlowObserver, SubmissionObserver {
    final List<String> events = new ArrayList<>();
    boolean fails;

    @Override
    public void submitted(Submission accepted, Duration took) {
        tell("submitted after " + took);
    }

    @Override
    public Run started(Submission claimed) {
        tell("started " + claimed.attempt());
        return new Run() {
            @Override
            public void actionStarted(int position, Action action) {
                tell(position + " " + action.name());
            }

            @Override
            public void actionEnded(ActionRun result) {
                tell(result.action() + " " + result.status());
            }

            @Override
            public void ended(FlowCheckpoint last, Optional<Counting> counting) {
                tell(last.status() + counting.map(each -> " " + each).orElse(""));
            }

            @Override
            public void leaseLost() {
                tell("lease lost");
            }

            @Override
            public void brokenOff(RuntimeException why) {
                tell("broken off: " + why.getClass().getSimpleName());
            }
        };
    }

    private void tell(String event) {
        events.add(event);
        if (fails) {
            throw new IllegalStateException("an observer that fails");
        }
    }
}
