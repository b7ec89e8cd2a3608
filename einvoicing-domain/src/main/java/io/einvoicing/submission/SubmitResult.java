package io.einvoicing.submission;

import io.einvoicing.feature.FeatureSelection;
import io.einvoicing.kernel.Finding;
import java.util.List;
import java.util.function.Function;

/** What a submission attempt answers; unless SCHEDULED nothing was stored. */
public sealed interface SubmitResult {
    /** Accepted and stored; a worker runs its flow. */
    record Scheduled(Submission submission) implements SubmitResult {}

    /** The same document with the same content was submitted before; nothing runs. */
    record AlreadySubmitted(Submission existing) implements SubmitResult {}

    /** The document was submitted before with other content; a related submission is the way to change it. */
    record DocumentKeyUsed(Submission existing) implements SubmitResult {}

    /** Another submission of the same document is still in process. */
    record InProcess(Submission active) implements SubmitResult {}

    /** No feature setup applies, or several do. */
    record NoFeatureSelected(FeatureSelection selection) implements SubmitResult {}

    /** The submission cannot be accepted as it is. */
    record Rejected(Reason reason, String message, List<Finding> findings) implements SubmitResult {
        public Rejected {
            findings = List.copyOf(findings);
        }

        static Rejected because(Reason reason, String message) {
            return new Rejected(reason, message, List.of());
        }
    }

    /** Why a submission cannot be accepted. */
    enum Reason {
        /** The token lacks the role, or comes through an application that is not activated. */
        FORBIDDEN,
        /** The service does not know the caller's tenant. */
        UNKNOWN_TENANT,
        /** The caller's tenant lives in another geography; the message names the service to call. */
        WRONG_GEOGRAPHY,
        /** There is no environment of that name. */
        UNKNOWN_ENVIRONMENT,
        /** The environment was never published. */
        NOT_PUBLISHED,
        /** The environment does not list the caller. */
        NOT_LISTED,
        /** The document is larger than allowed. */
        TOO_LARGE,
        /** The document's content or a variable is not acceptable; the findings name the place. */
        INVALID,
        /** The submission that is referred to does not exist in the tenant. */
        UNKNOWN_SUBMISSION,
        /** The state of the submission that is referred to does not allow it. */
        CONFLICT
    }

    /** Answers each case. */
    default <T> T fold(
            Function<Scheduled, T> onScheduled,
            Function<AlreadySubmitted, T> onAlreadySubmitted,
            Function<DocumentKeyUsed, T> onDocumentKeyUsed,
            Function<InProcess, T> onInProcess,
            Function<NoFeatureSelected, T> onNoFeatureSelected,
            Function<Rejected, T> onRejected) {
        if (this instanceof Scheduled scheduled) {
            return onScheduled.apply(scheduled);
        }
        if (this instanceof AlreadySubmitted already) {
            return onAlreadySubmitted.apply(already);
        }
        if (this instanceof DocumentKeyUsed used) {
            return onDocumentKeyUsed.apply(used);
        }
        if (this instanceof InProcess active) {
            return onInProcess.apply(active);
        }
        return this instanceof NoFeatureSelected none
                ? onNoFeatureSelected.apply(none)
                : onRejected.apply((Rejected) this);
    }
}
