package io.einvoicing.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Request to submit many business documents.
 *
 * @param submissions 1 to 1,000, each of the form that the operation submit takes
 */
public record NewSubmissionBatch(List<JsonNode> submissions) {
    /** Most documents in one request. */
    public static final int MOST = 1_000;

    public NewSubmissionBatch {
        if (submissions.isEmpty() || submissions.size() > MOST) {
            throw new IllegalArgumentException("submissions must be 1 to " + MOST + ", are " + submissions.size());
        }
    }
}
