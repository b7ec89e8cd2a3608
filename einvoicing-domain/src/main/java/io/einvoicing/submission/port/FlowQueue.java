package io.einvoicing.submission.port;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import java.time.Instant;

/**
 * Reminds a worker that a submission is due. Only a hint: the stored submission {status, due at} is the truth, a reminder too many
 * does no harm, and a lost one is made up by a sweep. Thread-safe.
 */
@FunctionalInterface
public interface FlowQueue {
    /**
     * Has a worker try to claim the submission at the instant or soon after.
     *
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer
     */
    void remind(TenantId tenant, SubmissionId submission, Instant at);
}
