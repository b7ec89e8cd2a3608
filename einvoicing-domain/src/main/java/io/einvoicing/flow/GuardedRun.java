package io.einvoicing.flow;

import io.einvoicing.feature.Action;
import io.einvoicing.flow.port.FlowObserver;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import java.util.Optional;

/** Keeps what an observer throws from the flow. */
final class GuardedRun implements FlowObserver.Run {
    private static final System.Logger LOG = System.getLogger(FlowObserver.class.getName());
    private static final FlowObserver.Run UNOBSERVED = new FlowObserver.Run() {};

    private final FlowObserver.Run observed;
    private boolean over;

    private GuardedRun(FlowObserver.Run observed) {
        this.observed = observed;
    }

    /** Tells the observer that a run begins. */
    static FlowObserver.Run start(FlowObserver observer, Submission claimed) {
        try {
            return new GuardedRun(observer.started(claimed));
        } catch (RuntimeException e) {
            log(e);
            return UNOBSERVED;
        }
    }

    @Override
    public void actionStarted(int position, Action action) {
        guarded(() -> observed.actionStarted(position, action));
    }

    @Override
    public void actionEnded(ActionRun result) {
        guarded(() -> observed.actionEnded(result));
    }

    @Override
    public void ended(FlowCheckpoint last, Optional<Counting> counting) {
        last(() -> observed.ended(last, counting));
    }

    @Override
    public void leaseLost() {
        last(observed::leaseLost);
    }

    @Override
    public void brokenOff(RuntimeException why) {
        last(() -> observed.brokenOff(why));
    }

    /** Is the last call: what fails after the end was recorded is not another end. */
    private void last(Runnable call) {
        if (!over) {
            over = true;
            guarded(call);
        }
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            log(e);
        }
    }

    private static void log(RuntimeException e) {
        LOG.log(System.Logger.Level.WARNING, "an observer of flows failed", e);
    }
}
