package io.einvoicing.flow.port;

import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.Lane;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

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
     * Claims due work of all tenants as the single claim does, the longest due of each lane first. Calls of all nodes take turns, so
     * that what is shared out is what the lanes told.
     *
     * @param sharing shares out: gets every lane that has due work or work in hand, and returns what to take of which
     * @return at most what was shared out; less if a lane has less
     */
    List<Submission> claim(Function<List<Lane>, List<Lane.Share>> sharing, Instant now, Instant leaseEnd);

    /**
     * Records a checkpoint durably, if its attempt is still the submission's latest and the submission is EXECUTING.
     *
     * @return whether it was recorded; {@code false} means that the lease is lost: stop at once
     */
    boolean record(FlowCheckpoint checkpoint);

    /**
     * Prolongs the leases of workers that still run; a lease that ends later already stays, a lost one is not taken back.
     *
     * @return how many were held
     */
    int renew(List<Held> held, Instant leaseEnd);

    /** A submission that a worker has in hand. */
    record Held(TenantId tenant, SubmissionId submission, int attempt) {}

    /**
     * Says that this node is at work, until the instant or the next such call. A store within one process has that node only.
     *
     * @return how many nodes are at work, this one included
     */
    default int present(Instant now, Instant until) {
        return 1;
    }

    /**
     * Makes work whose lease ended due: SCHEDULED again or, when leases of it were lost too often since its last checkpoint,
     * PENDING with the reason SET_ASIDE, which waits for a person.
     *
     * <p>What lost a lease before is due at a random instant of the next seconds, 2 × the square of the number before: work that kills
     * its workers must not meet the same other work each time, which would be set aside with it.
     *
     * @param mostLost set aside what lost so many leases one after the other
     * @param limit at most so many, positive
     * @return how many there were
     */
    int recover(Instant now, int mostLost, int limit);
}
