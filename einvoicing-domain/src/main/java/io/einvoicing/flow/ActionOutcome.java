package io.einvoicing.flow;

import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How one run of an action ended. Files and messages are kept in the submission log whatever the outcome. */
public sealed interface ActionOutcome {
    List<ActionOutput> outputs();

    List<LogMessage> messages();

    /**
     * The action did what it is for; the next one runs.
     *
     * @param invoiceStatus the authority's verdict, if the action learned it
     */
    record Completed(List<ActionOutput> outputs, List<LogMessage> messages, Optional<InvoiceStatus> invoiceStatus)
            implements ActionOutcome {
        public Completed {
            outputs = List.copyOf(outputs);
            messages = List.copyOf(messages);
        }
    }

    /** The action is to be run again at the instant; not a failure, uses up no retry. */
    record WaitingUntil(Instant at, String reason, List<ActionOutput> outputs, List<LogMessage> messages)
            implements ActionOutcome {
        public WaitingUntil {
            outputs = List.copyOf(outputs);
            messages = List.copyOf(messages);
        }
    }

    /**
     * The action failed and certainly had no outside effect; a retry may succeed.
     *
     * @param retryAfter the earliest wait that the other side asked for
     */
    record RetryableFailure(
            String reason, Optional<Duration> retryAfter, List<ActionOutput> outputs, List<LogMessage> messages)
            implements ActionOutcome {
        public RetryableFailure {
            outputs = List.copyOf(outputs);
            messages = List.copyOf(messages);
        }
    }

    /** A request was sent, or may have been, and nobody can tell what became of it; it is never blindly repeated. */
    record OutcomeUnknown(String reason, List<ActionOutput> outputs, List<LogMessage> messages)
            implements ActionOutcome {
        public OutcomeUnknown {
            outputs = List.copyOf(outputs);
            messages = List.copyOf(messages);
        }
    }

    /** The action failed for good; the submission becomes FAILED. */
    record FinalFailure(String reason, List<ActionOutput> outputs, List<LogMessage> messages) implements ActionOutcome {
        public FinalFailure {
            outputs = List.copyOf(outputs);
            messages = List.copyOf(messages);
        }
    }

    static ActionOutcome completed(ActionOutput... outputs) {
        return new Completed(List.of(outputs), List.of(), Optional.empty());
    }

    static ActionOutcome retryable(String reason) {
        return new RetryableFailure(reason, Optional.empty(), List.of(), List.of());
    }

    static ActionOutcome unknown(String reason) {
        return new OutcomeUnknown(reason, List.of(), List.of());
    }

    static ActionOutcome failed(String reason, LogMessage... messages) {
        return new FinalFailure(reason, List.of(), List.of(messages));
    }
}
