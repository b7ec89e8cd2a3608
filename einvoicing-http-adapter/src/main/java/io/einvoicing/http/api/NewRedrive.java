package io.einvoicing.http.api;

import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import java.util.List;
import java.util.Optional;

/**
 * Request to drive on many submissions.
 *
 * @param filter which of the log; without status and pendingReason those that FAILED. May be left out if submissions are named
 * @param submissions ids of these only, at most 10,000; absent = all that the filter means
 */
public record NewRedrive(Optional<SubmissionFilterForm> filter, Optional<List<SubmissionId>> submissions) {
    /** Creates a request for everything that a filter means. */
    public static NewRedrive of(SubmissionFilter filter) {
        return new NewRedrive(Optional.of(SubmissionFilterForm.of(filter)), Optional.empty());
    }

    /** Creates a request for named submissions. */
    public static NewRedrive of(List<SubmissionId> submissions) {
        return new NewRedrive(Optional.empty(), Optional.of(submissions));
    }
}
