package io.einvoicing.http.api;

import io.einvoicing.submission.Submissions;

/**
 * Request to decide about a submission whose call has an unknown outcome.
 *
 * @param decision REPEAT sends the stored request again with the same idempotency key, GIVE_UP makes the submission FAILED
 */
public record DecisionRequest(Submissions.Decision decision) {}
