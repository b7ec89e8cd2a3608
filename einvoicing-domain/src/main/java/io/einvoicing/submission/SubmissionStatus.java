package io.einvoicing.submission;

/**
 * Whether our processing of a submission has finished; says nothing about the tax authority's verdict.
 *
 * @see InvoiceStatus
 */
public enum SubmissionStatus {
    /** Stored and waiting for a worker. */
    SCHEDULED,
    /** A worker runs its actions. */
    EXECUTING,
    /** Waits: for a retry, for an answer, or for a person's decision; see {@link PendingReason}. */
    PENDING,
    /** All actions completed. */
    COMPLETED,
    /** An action failed for good. */
    FAILED,
    /** Withdrawn before anything was sent. */
    CANCELED;

    /** Tells whether processing goes on by itself or after a decision. */
    public boolean isActive() {
        return this == SCHEDULED || this == EXECUTING || this == PENDING;
    }
}
