package io.einvoicing.http.api;

import io.einvoicing.submission.SubmissionId;
import java.util.List;
import java.util.Optional;

/**
 * Request for the results of many submissions.
 *
 * @param filter which of the log; may be left out if submissions are named
 * @param submissions ids of these only, at most 10,000; absent = all that the filter means
 */
public record ResultRequest(Optional<SubmissionFilterForm> filter, Optional<List<SubmissionId>> submissions) {}
