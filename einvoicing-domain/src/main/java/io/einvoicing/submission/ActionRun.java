package io.einvoicing.submission;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run of one action, as the submission log shows it; a retry is a run of its own.
 *
 * @param position place of the action in the pipeline, from 1
 * @param action its name
 * @param type its action type
 * @param status how the run ended
 * @param attempt the claim of the submission within which it ran
 * @param startedAt instant at which it started
 * @param endedAt instant at which it ended
 * @param outputs by name
 * @param messages what it reported
 */
public record ActionRun(
        int position,
        String action,
        String type,
        Status status,
        int attempt,
        Instant startedAt,
        Instant endedAt,
        Map<String, OutputValue> outputs,
        List<LogMessage> messages) {
    /** Output that only a run has that a person entered: what the authority said. */
    public static final String ENTERED_VERDICT = "Entered verdict";

    public ActionRun {
        outputs = Map.copyOf(outputs);
        messages = List.copyOf(messages);
    }

    /** Returns what a person entered as the authority's verdict; empty if the action ran by itself. */
    public Optional<InvoiceStatus> enteredVerdict() {
        return text(ENTERED_VERDICT).map(InvoiceStatus::new);
    }

    /** Returns the output of that name if it is a text. */
    public Optional<String> text(String output) {
        return outputs.get(output) instanceof OutputValue.Text text ? Optional.of(text.text()) : Optional.empty();
    }

    /** Returns the run as one that started earlier. */
    ActionRun since(Instant instant) {
        return new ActionRun(position, action, type, status, attempt, instant, endedAt, outputs, messages);
    }

    /** How a run ended. */
    public enum Status {
        COMPLETED,
        /** Asked to be run again later. */
        WAITING,
        /** Failed in a way that a retry may mend. */
        FAILED_RETRYABLY,
        /** Sent its request, but does not know what became of it. */
        OUTCOME_UNKNOWN,
        /** Failed for good. */
        FAILED
    }
}
