package io.einvoicing.flow;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.DocumentChain;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a worker records of the submission that it claimed.
 *
 * @param tenant owner
 * @param submission which one
 * @param attempt the worker's claim; recorded only while it is the latest and the submission is EXECUTING
 * @param status EXECUTING keeps the claim, anything else ends it
 * @param pendingReason what a PENDING submission waits for
 * @param dueAt end of the lease while EXECUTING, else when it is due again; empty = not by itself
 * @param sent whether a call was ever intended
 * @param flow progress and log
 * @param results values of the TO_CLIENT variables
 * @param invoiceStatus the authority's verdict
 * @param failure why it failed or waits, for people
 * @param at instant of the checkpoint
 * @param chain the chain in which the submission stands: when it ends, or waits for its export channel, the next one is due
 * @param kind why the submission was made: when a run of an export channel ends, its documents go on
 */
public record FlowCheckpoint(
        TenantId tenant,
        SubmissionId submission,
        int attempt,
        SubmissionStatus status,
        Optional<PendingReason> pendingReason,
        Optional<Instant> dueAt,
        boolean sent,
        FlowState flow,
        Map<String, String> results,
        Optional<InvoiceStatus> invoiceStatus,
        String failure,
        Instant at,
        Optional<DocumentChain> chain,
        SubmissionKind kind) {
    public FlowCheckpoint {
        results = Map.copyOf(results);
    }

    /** Tells whether the submission gives up its place in its chain: it ended, or only its export channel has to do with it. */
    public boolean leavesChain() {
        return !status.isActive()
                || pendingReason
                        .filter(PendingReason.WAITING_FOR_CHANNEL::equals)
                        .isPresent();
    }

    /** Tells whether a run of an export channel ends. */
    public boolean endsChannelRun() {
        return kind == SubmissionKind.CHANNEL_RUN && !status.isActive();
    }
}
