package io.einvoicing.submission;

/**
 * Limits of submissions.
 *
 * @param maxDocumentBytes largest accepted document in bytes, positive
 */
public record SubmissionPolicy(long maxDocumentBytes) {
    /** 20,000,000 bytes, as the described system's largest message. */
    public static final SubmissionPolicy DEFAULT = new SubmissionPolicy(20_000_000);

    public SubmissionPolicy {
        if (maxDocumentBytes < 1) {
            throw new IllegalArgumentException("largest document must be >= 1 byte, was " + maxDocumentBytes);
        }
    }
}
