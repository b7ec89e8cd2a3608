package io.einvoicing.submission.port;

import io.einvoicing.submission.Submission;
import java.time.Duration;

/**
 * Is told of submissions that were accepted, for metrics and traces. Thread-safe. It cannot break a submission: what it throws is
 * logged and forgotten; but it is called by the one who submits, and must not block.
 */
@FunctionalInterface
public interface SubmissionObserver {
    /** Is told nothing. */
    SubmissionObserver NONE = (accepted, took) -> {};

    /**
     * A submission was accepted and stored.
     *
     * @param took how long that took, the customer's storage included
     */
    void submitted(Submission accepted, Duration took);
}
