package io.einvoicing.http.api.internal;

import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureSelection;
import io.einvoicing.feature.FeatureSelection.Candidate;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.http.api.SubmissionView;
import io.einvoicing.kernel.Finding;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmitResult;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.util.List;

/** Answers the result of a submission attempt. */
final class SubmitAnswers {
    private SubmitAnswers() {}

    static Response answer(SubmitResult result, UriInfo uri) {
        return result.fold(
                scheduled -> accepted(scheduled.submission(), uri),
                already -> Response.ok(SubmissionView.withLog(already.existing()))
                        .location(address(already.existing(), uri))
                        .build(),
                used -> refused(documentKeyUsed(used.existing())),
                active -> refused(inProcess(active.active())),
                none -> refused(noFeature(none.selection())),
                rejected -> refused(
                        Problem.of(type(rejected.reason()), rejected.message()).withFindings(rejected.findings())));
    }

    private static Response accepted(Submission submission, UriInfo uri) {
        return Response.accepted(SubmissionView.withLog(submission))
                .location(address(submission, uri))
                .build();
    }

    private static URI address(Submission submission, UriInfo uri) {
        return uri.getBaseUriBuilder()
                .path(SubmissionsResource.class)
                .path(submission.id().toString())
                .build();
    }

    private static Response refused(Problem problem) {
        return ProblemException.response(problem).build();
    }

    private static Problem documentKeyUsed(Submission existing) {
        return Problem.of(
                        ProblemType.DOCUMENT_KEY_USED,
                        "the document " + existing.order().document()
                                + " was submitted before with other content, as submission "
                                + existing.id() + ", which is " + existing.status()
                                + ": send a related submission to correct or cancel it (POST /api/v1/submissions/"
                                + existing.id() + "/related)")
                .withSubmission(existing.id().value());
    }

    private static Problem inProcess(Submission active) {
        return Problem.of(
                        ProblemType.DOCUMENT_IN_PROCESS,
                        "the document " + active.order().document() + " is in process as submission " + active.id()
                                + ", which is " + active.status() + ": wait until it has ended, or cancel it")
                .withSubmission(active.id().value());
    }

    private static Problem noFeature(FeatureSelection selection) {
        return selection.fold(
                selected -> {
                    throw new IllegalStateException("a selected feature is no refusal");
                },
                none -> problem(
                        ProblemType.NO_APPLICABLE_FEATURE,
                        none.candidates().isEmpty()
                                ? "no feature is deployed to the environment and effective now: deploy one"
                                : "no feature applies to the document: correct its context, or the applicability rule of"
                                        + " the feature that should apply",
                        none.candidates(),
                        "does not apply"),
                ambiguous -> problem(
                        ProblemType.AMBIGUOUS_FEATURES,
                        "several features apply to the document and none is more specific than the others: make their"
                                + " applicability rules exclude each other",
                        ambiguous.candidates(),
                        "applies too"));
    }

    private static Problem problem(ProblemType type, String detail, List<Candidate> candidates, String verdict) {
        return Problem.of(type, detail)
                .withCandidates(
                        candidates.stream().map(SubmitAnswers::candidate).toList())
                .withFindings(candidates.stream()
                        .map(candidate -> Finding.error(
                                "context", candidate.describe(), verdict + ": correct the context or the rule"))
                        .toList());
    }

    private static Problem.Candidate candidate(Candidate candidate) {
        return new Problem.Candidate(
                candidate.version().featureName(),
                candidate.version().number(),
                candidate.setup().name(),
                candidate.setup().applicability().describe(),
                candidate.failed().stream().map(ApplicabilityRule::describe).toList());
    }

    private static ProblemType type(SubmitResult.Reason reason) {
        return switch (reason) {
            case FORBIDDEN -> ProblemType.FORBIDDEN;
            case UNKNOWN_TENANT -> ProblemType.UNKNOWN_TENANT;
            case WRONG_GEOGRAPHY -> ProblemType.WRONG_GEOGRAPHY;
            case UNKNOWN_ENVIRONMENT -> ProblemType.UNKNOWN_ENVIRONMENT;
            case NOT_PUBLISHED -> ProblemType.ENVIRONMENT_NOT_PUBLISHED;
            case NOT_LISTED -> ProblemType.NOT_LISTED;
            case TOO_LARGE -> ProblemType.TOO_LARGE;
            case INVALID -> ProblemType.INVALID_CONTENT;
            case UNKNOWN_SUBMISSION -> ProblemType.NOT_FOUND;
            case CONFLICT -> ProblemType.CONFLICT;
        };
    }
}
