package io.einvoicing.http.api;

import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.Submissions;
import java.util.List;
import java.util.Optional;

/**
 * Request to drive on many submissions, or to decide about many calls whose outcome is unknown.
 *
 * @param filter which of the log; without status and pendingReason those that FAILED, with a decision those that wait for one. May be left out if submissions are named
 * @param submissions ids of these only, at most 10,000; absent = all that the filter means
 * @param decision REPEAT sends each stored request again with the same idempotency key, GIVE_UP makes each submission FAILED; absent =
 *     they are driven on
 */
public record NewRedrive(
        Optional<SubmissionFilterForm> filter,
        Optional<List<SubmissionId>> submissions,
        Optional<Submissions.Decision> decision) {
    /** Creates a request for everything that a filter means. */
    public static NewRedrive of(SubmissionFilter filter) {
        return new NewRedrive(Optional.of(SubmissionFilterForm.of(filter)), Optional.empty(), Optional.empty());
    }

    /** Creates a request for named submissions. */
    public static NewRedrive of(List<SubmissionId> submissions) {
        return new NewRedrive(Optional.empty(), Optional.of(submissions), Optional.empty());
    }

    /** Returns a request to decide this about the same submissions. */
    public NewRedrive deciding(Submissions.Decision what) {
        return new NewRedrive(filter, submissions, Optional.of(what));
    }
}
