package io.einvoicing.numbersequence;

import io.einvoicing.submission.SubmissionId;
import java.time.Instant;

/**
 * A value that was drawn from a number sequence; it belongs to its submission for ever, whatever becomes of that.
 *
 * @param sequence the sequence
 * @param value the number
 * @param submission the only submission that has it
 * @param action name of the action that drew it
 * @param drawnAt instant of the draw
 */
public record DrawnNumber(
        NumberSequenceId sequence, long value, SubmissionId submission, String action, Instant drawnAt) {}
