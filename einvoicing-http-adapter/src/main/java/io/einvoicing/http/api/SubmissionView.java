package io.einvoicing.http.api;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.document.StoredFile;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Intent;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A submission.
 *
 * @param id the submission
 * @param environment the environment to which it was submitted
 * @param feature the feature that was selected
 * @param featureVersion its version, pinned
 * @param setup name of the selected setup
 * @param kind why the submission was made
 * @param parent the submission to which it is related
 * @param document which business document it is about
 * @param status where processing stands
 * @param pendingReason what a PENDING submission waits for
 * @param chain context field and value of those with which it keeps its order; absent if it keeps none
 * @param dueAt when it goes on by itself; absent if it does not
 * @param attempt number of times that a worker took it up
 * @param sent whether a call was ever intended; from then on it cannot be withdrawn
 * @param invoiceStatus the authority's verdict
 * @param failure why it FAILED or waits; empty otherwise
 * @param counting whether it was counted as usage, and why
 * @param submittedBy object id of the sender
 * @param submittedAt instant of acceptance
 * @param endedAt instant at which it ended
 * @param channelRun the run of the export channel that has its document; absent if none has
 * @param results values of the TO_CLIENT variables; of a file its name
 * @param resultFiles address of each of these files, by the variable's name
 * @param log everything else that is known; absent in lists
 */
public record SubmissionView(
        SubmissionId id,
        EnvironmentId environment,
        FeatureId feature,
        int featureVersion,
        String setup,
        SubmissionKind kind,
        Optional<SubmissionId> parent,
        BusinessDocumentKey document,
        SubmissionStatus status,
        Optional<PendingReason> pendingReason,
        Optional<String> chain,
        Optional<Instant> dueAt,
        int attempt,
        boolean sent,
        Optional<InvoiceStatus> invoiceStatus,
        String failure,
        Count counting,
        PrincipalId submittedBy,
        Instant submittedAt,
        Optional<Instant> endedAt,
        Optional<SubmissionId> channelRun,
        Map<String, String> results,
        Map<String, String> resultFiles,
        Optional<Log> log) {
    /**
     * Whether a submission was counted as usage, and why.
     *
     * @param counted whether it was
     * @param code the reason as a code
     * @param reason the reason for people
     */
    public record Count(boolean counted, Counting code, String reason) {
        static Count of(Counting counting) {
            return new Count(counting.isCounted(), counting, counting.reason());
        }
    }

    /**
     * The submission log.
     *
     * @param context fields with which the feature was selected
     * @param variables values of the FROM_CLIENT variables
     * @param actions every run of every action with its timing, outputs and messages, in order
     * @param intent a call whose outcome is not known
     * @param files every file in the customer's storage, the input first; its name is its path below {@code files/}
     */
    public record Log(
            Map<String, FieldValue> context,
            Map<String, String> variables,
            List<ActionRun> actions,
            Optional<Intent> intent,
            List<StoredFile> files) {}

    /** Shows a submission without its log. */
    public static SubmissionView of(Submission submission) {
        return of(submission, Optional.empty());
    }

    /** Shows a submission with its log. */
    public static SubmissionView withLog(Submission submission) {
        return of(
                submission,
                Optional.of(new Log(
                        submission.order().context(),
                        submission.order().variables(),
                        submission.flow().runs(),
                        submission.flow().intent(),
                        Submissions.files(submission))));
    }

    private static SubmissionView of(Submission submission, Optional<Log> log) {
        Submission.Order order = submission.order();
        return new SubmissionView(
                submission.id(),
                order.environment(),
                order.feature(),
                order.version(),
                order.setup(),
                order.kind(),
                order.parent(),
                order.document(),
                submission.status(),
                submission.pendingReason(),
                order.chain(),
                submission.dueAt(),
                submission.attempt(),
                submission.sent(),
                submission.invoiceStatus(),
                submission.failure(),
                Count.of(submission.counting()),
                order.submittedBy(),
                order.submittedAt(),
                submission.endedAt(),
                submission.channelRun(),
                submission.results(),
                files(submission),
                log);
    }

    private static Map<String, String> files(Submission submission) {
        Set<String> names = submission.results().isEmpty()
                ? Set.of()
                : Submissions.files(submission).stream().map(StoredFile::name).collect(Collectors.toSet());
        Map<String, String> files = new TreeMap<>();
        submission.results().forEach((variable, value) -> {
            if (names.contains(value)) {
                files.put(variable, "/api/v1/submissions/" + submission.id() + "/files/" + value);
            }
        });
        return files;
    }
}
