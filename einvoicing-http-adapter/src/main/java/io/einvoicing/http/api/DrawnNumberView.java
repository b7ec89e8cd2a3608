package io.einvoicing.http.api;

import io.einvoicing.numbersequence.DrawnNumber;
import io.einvoicing.submission.SubmissionId;
import java.time.Instant;

/**
 * A value that was drawn from a number sequence.
 *
 * @param value the number
 * @param submission the only submission that has it, completed or not
 * @param action name of the action that drew it
 * @param drawnAt instant of the draw
 */
public record DrawnNumberView(long value, SubmissionId submission, String action, Instant drawnAt) {
    /** Shows a drawn value. */
    public static DrawnNumberView of(DrawnNumber drawn) {
        return new DrawnNumberView(drawn.value(), drawn.submission(), drawn.action(), drawn.drawnAt());
    }
}
