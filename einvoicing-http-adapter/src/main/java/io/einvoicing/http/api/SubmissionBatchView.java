package io.einvoicing.http.api;

import java.util.List;
import java.util.Optional;

/**
 * What became of many documents.
 *
 * @param accepted how many are stored now and will be processed
 * @param known how many were submitted before with the same content
 * @param refused how many were not accepted
 * @param results one for each document, in the order of the request
 */
public record SubmissionBatchView(int accepted, int known, int refused, List<Item> results) {
    /**
     * What the operation submit answers for one document.
     *
     * @param status the HTTP status: 202 accepted, 200 submitted before with the same content, else refused
     * @param submission the submission
     * @param problem why it was refused, and what to do
     */
    public record Item(int status, Optional<SubmissionView> submission, Optional<Problem> problem) {}
}
