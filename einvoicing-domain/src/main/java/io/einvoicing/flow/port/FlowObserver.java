package io.einvoicing.flow.port;

import io.einvoicing.feature.Action;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import java.util.Optional;

/**
 * Is told what happens to submissions while workers run them, for metrics and traces. Thread-safe. It cannot break a flow: what it
 * throws is logged and forgotten; but it is called by the worker, and must not block.
 */
@FunctionalInterface
public interface FlowObserver {
    /** Is told nothing. */
    FlowObserver NONE = claimed -> new Run() {};

    /** A worker begins with a submission that it claimed. */
    Run started(Submission claimed);

    /**
     * One run of one submission, from its claim until the submission ends or has to wait. Its methods are called one after the other,
     * by the thread that runs the submission; exactly one of {@link #ended}, {@link #leaseLost} and {@link #brokenOff} is the last.
     */
    interface Run {
        /** An action begins; one that never ends before the run does was broken off. */
        default void actionStarted(int position, Action action) {}

        /** The action that began last ended; its result is recorded with the next checkpoint. */
        default void actionEnded(ActionRun result) {}

        /**
         * The run is over, and that is recorded.
         *
         * @param last how it left the submission
         * @param counting whether its document was counted; empty unless the submission is COMPLETED
         */
        default void ended(FlowCheckpoint last, Optional<Counting> counting) {}

        /** The run is over: its lease is lost, and another worker may have the submission. */
        default void leaseLost() {}

        /** The run is over: the store gave no answer, and the submission is due again when its lease ends. */
        default void brokenOff(RuntimeException why) {}
    }
}
