package io.einvoicing.testkit.data;

import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.DocumentChain;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Builds a checkpoint of the worker that claimed a submission; what is not set stays as it was claimed. */
public final class FlowCheckpointBuilder {
    private final TenantId tenant;
    private final SubmissionId submission;
    private int attempt;
    private SubmissionStatus status;
    private Optional<PendingReason> pendingReason;
    private Optional<Instant> dueAt;
    private boolean sent;
    private FlowState flow;
    private Map<String, String> results;
    private Optional<InvoiceStatus> invoiceStatus;
    private String failure;
    private Instant at = TestData.NOW;
    private final Optional<DocumentChain> chain;
    private final SubmissionKind kind;

    FlowCheckpointBuilder(Submission claimed) {
        tenant = claimed.tenant();
        submission = claimed.id();
        attempt = claimed.attempt();
        status = claimed.status();
        pendingReason = claimed.pendingReason();
        dueAt = claimed.dueAt();
        sent = claimed.sent();
        flow = claimed.flow();
        results = claimed.results();
        invoiceStatus = claimed.invoiceStatus();
        failure = claimed.failure();
        chain = claimed.order().documentChain();
        kind = claimed.order().kind();
    }

    public FlowCheckpointBuilder attempt(int value) {
        attempt = value;
        return this;
    }

    /** Ends the claim: all actions completed. */
    public FlowCheckpointBuilder completed() {
        return ended(SubmissionStatus.COMPLETED);
    }

    /** Ends the claim: an action failed for good. */
    public FlowCheckpointBuilder failed(String why) {
        failure = why;
        return ended(SubmissionStatus.FAILED);
    }

    /** Ends the claim: the submission waits. */
    public FlowCheckpointBuilder pending(PendingReason reason, Optional<Instant> due) {
        status = SubmissionStatus.PENDING;
        pendingReason = Optional.of(reason);
        dueAt = due;
        return this;
    }

    /** Keeps the claim, until another instant. */
    public FlowCheckpointBuilder leaseEnd(Instant value) {
        dueAt = Optional.of(value);
        return this;
    }

    /** Records that a call was intended. */
    public FlowCheckpointBuilder sent() {
        sent = true;
        return this;
    }

    public FlowCheckpointBuilder flow(FlowState value) {
        flow = value;
        return this;
    }

    public FlowCheckpointBuilder results(Map<String, String> value) {
        results = value;
        return this;
    }

    public FlowCheckpointBuilder invoiceStatus(InvoiceStatus value) {
        invoiceStatus = Optional.of(value);
        return this;
    }

    public FlowCheckpointBuilder failure(String why) {
        failure = why;
        return this;
    }

    public FlowCheckpointBuilder at(Instant value) {
        at = value;
        return this;
    }

    public FlowCheckpoint build() {
        return new FlowCheckpoint(
                tenant,
                submission,
                attempt,
                status,
                pendingReason,
                dueAt,
                sent,
                flow,
                results,
                invoiceStatus,
                failure,
                at,
                chain,
                kind);
    }

    private FlowCheckpointBuilder ended(SubmissionStatus value) {
        status = value;
        pendingReason = Optional.empty();
        dueAt = Optional.empty();
        return this;
    }
}
