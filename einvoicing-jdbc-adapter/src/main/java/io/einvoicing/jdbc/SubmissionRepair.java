package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Puts submissions back into process, within a transaction of the caller's. */
final class SubmissionRepair {
    /** The key that lets one submission of a document be in process. */
    static final String IN_PROCESS = "submission_in_process";

    private static final String DELETED =
            "select deleted_at is not null from service_environment where tenant_id = :tenant and environment_id = :environment"
                    + " for key share";

    private static final String RESUME = """
            update submission set
                status = :status, pending_reason = :pendingReason, due_at = :dueAt, lease_end = :leaseEnd, lost_leases = 0,
                flow = :flow, invoice_status = :invoiceStatus, failure = :failure, ended_at = null
            where tenant_id = :tenant and submission_id = :submission""";

    /** What ended lost its place in its chain: it takes one behind those that have not ended. */
    private static final String REJOIN =
            """
            update submission set
                chain_place = (select coalesce(max(chain_place), 0) + 1 from submission where\s""" + DocumentChains.ACTIVE_IN_CHAIN + """
            ), due_at = case when not exists (select from submission where\s""" + DocumentChains.ACTIVE_IN_CHAIN + """
             and submission_id <> :submission) then due_at end
            where tenant_id = :tenant and submission_id = :submission""";

    private SubmissionRepair() {}

    /** Drives the submission on where it stopped; see {@link Submission#drivenOn}. */
    static Optional<RedriveObstacle> drive(Handle handle, TenantId tenant, SubmissionId id, Instant at) {
        Optional<Submission> found = JdbcSubmissionRepository.find(handle, tenant, id);
        if (found.isEmpty()) {
            return Optional.of(RedriveObstacle.NOT_FOUND);
        }
        Optional<RedriveObstacle> obstacle = found.get().redriveObstacle();
        return obstacle.isPresent()
                ? obstacle
                : resume(
                        handle,
                        found.get(),
                        found.get().drivenOn(found.get().flow().next(), at));
    }

    /**
     * Stores the submission as it goes on. All submissions of the document are locked, so that none of them is accepted meanwhile; a new
     * one of it stops the statement by the key {@link #IN_PROCESS}.
     */
    static Optional<RedriveObstacle> resume(Handle handle, Submission found, Submission resumed) {
        Optional<DocumentChains.Key> chain =
                DocumentChains.Key.of(found).filter(key -> !found.status().isActive());
        chain.ifPresent(key -> DocumentChains.lock(handle, List.of(key)));
        boolean deleted = handle.createQuery(DELETED)
                .bind("tenant", found.tenant().value())
                .bind("environment", found.order().environment().value())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
        if (deleted) {
            return Optional.of(RedriveObstacle.ENVIRONMENT_DELETED);
        }
        List<Submission> siblings = JdbcSubmissionRepository.ofDocumentLocked(handle, found);
        for (Submission sibling : siblings) {
            if (sibling.id().equals(found.id())) {
                if (!isSame(sibling, found)) {
                    return Optional.of(RedriveObstacle.CHANGED);
                }
            } else if (sibling.status().isActive()) {
                return Optional.of(RedriveObstacle.DOCUMENT_IN_PROCESS);
            } else if (found.order().kind().counts() && sibling.isAcceptedIssue()) {
                return Optional.of(RedriveObstacle.DOCUMENT_ACCEPTED);
            }
        }
        SubmissionRows.bindDue(handle.createUpdate(RESUME), resumed.status(), resumed.dueAt())
                .bind("tenant", resumed.tenant().value())
                .bind("submission", resumed.id().value())
                .bind("status", resumed.status().name())
                .bind("pendingReason", resumed.pendingReason().map(PendingReason::name))
                .bind("flow", SubmissionRows.FLOW.write(resumed.flow()))
                .bind("invoiceStatus", resumed.invoiceStatus().map(InvoiceStatus::code))
                .bind("failure", Json.storable(resumed.failure()))
                .execute();
        if (found.order().kind() == SubmissionKind.CHANNEL_RUN) {
            ChannelRuns.hold(handle, found.tenant(), found.id());
        }
        chain.ifPresent(key -> handle.createUpdate(REJOIN)
                .bind("tenant", found.tenant().value())
                .bind("submission", found.id().value())
                .bind("environment", key.chain().environment().value())
                .bind("feature", key.chain().feature().value())
                .bind("chain", key.chain().name())
                .execute());
        return Optional.empty();
    }

    /** Tells whether nobody changed the submission since it was read. */
    private static boolean isSame(Submission current, Submission found) {
        return current.status() == found.status()
                && current.attempt() == found.attempt()
                && current.pendingReason().equals(found.pendingReason())
                && current.flow().equals(found.flow());
    }
}
