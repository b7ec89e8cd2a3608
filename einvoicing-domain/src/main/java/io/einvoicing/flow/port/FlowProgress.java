package io.einvoicing.flow.port;

import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hands submissions to workers, one worker at a time, and records how far they come. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface FlowProgress {
    /**
     * Claims a submission that is active and due: it becomes EXECUTING, its attempt grows by one and it is due again at the end of the
     * lease, all in one step.
     *
     * @return the submission as claimed, with the pending reason that it had; empty if it is not due or another worker was faster
     */
    Optional<Submission> claim(TenantId tenant, SubmissionId submission, Instant now, Instant leaseEnd);

    /**
     * Records a checkpoint durably, if its attempt is still the submission's latest and the submission is EXECUTING.
     *
     * @return whether it was recorded; {@code false} means that the lease is lost: stop at once
     */
    boolean record(FlowCheckpoint checkpoint);

    /**
     * Returns submissions of all tenants that are due, the longest due first.
     *
     * @param before only what was due before this instant
     * @param limit at most so many, positive
     */
    List<Due> overdue(Instant before, int limit);

    /** A submission that is due. */
    record Due(TenantId tenant, SubmissionId submission, Instant dueAt) {}
}
