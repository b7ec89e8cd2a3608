package io.einvoicing.submission;

import io.einvoicing.kernel.Require;
import java.util.UUID;

/** Identifies one submission. */
public record SubmissionId(UUID value) {
    /**
     * Reads a submission id from text.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static SubmissionId parse(String text) {
        return new SubmissionId(Require.uuid("submission id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
