package io.einvoicing.flow.port;

import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.submission.Counting;
import java.util.Optional;

/** Completes flows and counts them in the same transaction. Thread-safe, safe to repeat. */
public interface FlowCompletions {
    /**
     * Records a completed flow and, if a document is given and was never counted, its usage entry: both or neither.
     *
     * @param completion a checkpoint of status COMPLETED
     * @param counted the document to count; empty for a submission that never counts, which is stored as RELATED
     * @return COUNTED, ALREADY_COUNTED or RELATED as stored with the submission; empty if the lease is lost and nothing was recorded
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer; both or neither was recorded
     */
    Optional<Counting> complete(FlowCheckpoint completion, Optional<CountedDocument> counted);
}
