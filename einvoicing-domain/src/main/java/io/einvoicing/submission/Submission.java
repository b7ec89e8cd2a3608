package io.einvoicing.submission;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.document.StoredFile;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A business document on its way through the flow of one feature setup. Immutable: a value as the store holds it.
 *
 * @param tenant owner
 * @param id the submission
 * @param order what was asked for; never changes
 * @param status where processing stands
 * @param pendingReason what a PENDING submission waits for
 * @param dueAt when a worker may claim it: due time of waiting work, end of the lease while EXECUTING; empty = not by itself: it waits
 *     for a person or, while SCHEDULED, for those before it in its chain
 * @param attempt number of claims so far; a worker whose claim is not the latest has lost its lease
 * @param sent whether a call was ever intended; from then on it cannot be withdrawn
 * @param flow progress and log
 * @param results values of the TO_CLIENT variables
 * @param invoiceStatus the authority's verdict
 * @param failure why it FAILED or waits, for people; empty otherwise
 * @param counting whether it was counted, and why
 * @param endedAt instant at which it became COMPLETED, FAILED or CANCELED
 * @param channelRun the run of the export channel that has its document; stays when the run has sent it
 */
public record Submission(
        TenantId tenant,
        SubmissionId id,
        Order order,
        SubmissionStatus status,
        Optional<PendingReason> pendingReason,
        Optional<Instant> dueAt,
        int attempt,
        boolean sent,
        FlowState flow,
        Map<String, String> results,
        Optional<InvoiceStatus> invoiceStatus,
        String failure,
        Counting counting,
        Optional<Instant> endedAt,
        Optional<SubmissionId> channelRun) {
    public Submission {
        results = Map.copyOf(results);
    }

    /** Creates a submission that is due at once. */
    public static Submission scheduled(TenantId tenant, SubmissionId id, Order order) {
        return new Submission(
                tenant,
                id,
                order,
                SubmissionStatus.SCHEDULED,
                Optional.empty(),
                Optional.of(order.submittedAt()),
                0,
                false,
                FlowState.INITIAL,
                Map.of(),
                Optional.empty(),
                "",
                Counting.NOT_YET,
                Optional.empty(),
                Optional.empty());
    }

    /**
     * What was asked for.
     *
     * @param environment the environment whose latest snapshot every attempt uses
     * @param feature the feature that was selected
     * @param version its version, pinned
     * @param setup name of the setup that was selected
     * @param kind why the submission was made
     * @param parent the submission to which this one is related
     * @param document which business document it is about
     * @param input the submitted file in the customer's storage
     * @param context fields with which the feature was selected
     * @param variables values of the FROM_CLIENT variables
     * @param submittedBy object id of the caller
     * @param submittedAt instant of acceptance
     * @param chain names the chain in which it keeps its order; empty = it keeps none
     */
    public record Order(
            EnvironmentId environment,
            FeatureId feature,
            int version,
            String setup,
            SubmissionKind kind,
            Optional<SubmissionId> parent,
            BusinessDocumentKey document,
            StoredFile input,
            Map<String, FieldValue> context,
            Map<String, String> variables,
            PrincipalId submittedBy,
            Instant submittedAt,
            Optional<String> chain) {
        public Order {
            context = Map.copyOf(context);
            variables = Map.copyOf(variables);
        }

        /** Returns the chain in which it keeps its order. */
        public Optional<DocumentChain> documentChain() {
            return chain.map(name -> new DocumentChain(environment, feature, name));
        }
    }

    /** Tells why this submission cannot be driven on as it stands; empty if it failed, or waits for something but a decision. */
    public Optional<RedriveObstacle> redriveObstacle() {
        return switch (status) {
            case SCHEDULED, EXECUTING -> Optional.of(RedriveObstacle.IN_PROCESS);
            case COMPLETED -> Optional.of(RedriveObstacle.COMPLETED);
            case CANCELED -> Optional.of(RedriveObstacle.CANCELED);
            case FAILED ->
                order.kind() == SubmissionKind.CHANNEL_RUN && !sent
                        ? Optional.of(RedriveObstacle.DOCUMENTS_RELEASED)
                        : Optional.empty();
            case PENDING ->
                waitsForDecision()
                        ? Optional.of(RedriveObstacle.WAITS_FOR_DECISION)
                        : waitsForChannel() ? Optional.of(RedriveObstacle.WAITS_FOR_CHANNEL) : Optional.empty();
        };
    }

    /** Tells whether its document waits for a run of its export channel, or for the end of the run that has it. */
    public boolean waitsForChannel() {
        return status == SubmissionStatus.PENDING
                && pendingReason
                        .filter(PendingReason.WAITING_FOR_CHANNEL::equals)
                        .isPresent();
    }

    /** Tells whether what became of a call is not known and only a person can say how it goes on. */
    public boolean waitsForDecision() {
        return status == SubmissionStatus.PENDING
                && pendingReason.filter(PendingReason.OUTCOME_UNKNOWN::equals).isPresent()
                && dueAt.isEmpty();
    }

    /** Returns what forbids the decision about a call whose outcome is not known; empty if nothing does. */
    public Optional<RedriveObstacle> decisionObstacle(Submissions.Decision decision) {
        if (!waitsForDecision()) {
            return Optional.of(RedriveObstacle.NO_DECISION);
        }
        return decision == Submissions.Decision.REPEAT && channelRun.isPresent()
                ? Optional.of(RedriveObstacle.IN_CHANNEL_RUN)
                : Optional.empty();
    }

    /** Tells whether it waits and goes on only after a person decided or drove it on. */
    public boolean needsPerson() {
        return status == SubmissionStatus.PENDING && dueAt.isEmpty() && !waitsForChannel();
    }

    /**
     * Returns this submission due at the instant, with all retries anew. What failed or was set aside is SCHEDULED; what waits keeps
     * its reason, for a call that was intended is resolved accordingly.
     *
     * @param from place of the action that runs next, from 1
     */
    public Submission drivenOn(int from, Instant at) {
        boolean waits = status == SubmissionStatus.PENDING
                && pendingReason.filter(PendingReason.SET_ASIDE::equals).isEmpty();
        return new Submission(
                tenant,
                id,
                order,
                waits ? SubmissionStatus.PENDING : SubmissionStatus.SCHEDULED,
                waits ? pendingReason : Optional.empty(),
                Optional.of(at),
                attempt,
                sent,
                flow.withNext(from).withRetries(Optional.empty()),
                results,
                invoiceStatus,
                waits ? failure : "",
                counting,
                Optional.empty(),
                channelRun);
    }

    /** Returns this submission as it goes on after a person entered what became of its call. */
    public Submission confirmed(ActionRun run, InvoiceStatus verdict, Instant at) {
        return new Submission(
                tenant,
                id,
                order,
                SubmissionStatus.SCHEDULED,
                Optional.empty(),
                Optional.of(at),
                attempt,
                sent,
                flow.withRun(run)
                        .withIntent(Optional.empty())
                        .withNext(run.position() + 1)
                        .withRetries(Optional.empty()),
                results,
                Optional.of(verdict),
                "",
                counting,
                Optional.empty(),
                channelRun);
    }

    /** Tells whether the authority accepted the document as this submission issued it: then it must not be issued again. */
    public boolean isAcceptedIssue() {
        return order.kind().counts()
                && invoiceStatus.filter(InvoiceStatus.ACCEPTED::equals).isPresent();
    }
}
