package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.StatusNotification;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.port.SubmissionRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** What a person ends or decides, with what follows: the next of the chain, the documents of a run, and who is told. */
final class SubmissionEnds {
    private static final String THIS = " where tenant_id = :tenant and submission_id = :submission and ";

    private static final String CANCEL =
            "update submission set status = 'CANCELED', pending_reason = null, due_at = null,"
                    + " lease_end = null, attempt = attempt + 1, failure = '', ended_at = :at" + THIS
                    + "not sent and channel_run is null and " + SubmissionRows.ACTIVE;

    private static final String UNDECIDED =
            "status = 'PENDING' and pending_reason = 'OUTCOME_UNKNOWN' and due_at is null";

    private static final String GIVE_UP = "update submission set status = 'FAILED', pending_reason = null,"
            + " failure = :failure, ended_at = :at" + THIS + UNDECIDED;

    private static final String REPEAT = "update submission set pending_reason = 'RETRY', due_at = :at" + THIS
            + UNDECIDED + " and channel_run is null";

    private SubmissionEnds() {}

    /** See {@link SubmissionRepository#cancel}. */
    static boolean cancel(Handle handle, StatusOutbox statuses, TenantId tenant, SubmissionId id, Instant at) {
        return end(
                handle,
                statuses,
                new SubmissionRepository.Key(tenant, id),
                at,
                StatusNotification.CANCELED,
                each -> each.createUpdate(CANCEL)
                        .bind("tenant", tenant.value())
                        .bind("submission", id.value())
                        .bind("at", Columns.instant(at))
                        .execute());
    }

    /** See {@link SubmissionRepository#decide}. */
    static boolean decide(
            Handle handle,
            StatusOutbox statuses,
            TenantId tenant,
            SubmissionId id,
            Instant at,
            Optional<String> failure) {
        return end(
                handle,
                statuses,
                new SubmissionRepository.Key(tenant, id),
                at,
                StatusNotification.FAILED,
                each -> each.createUpdate(failure.isPresent() ? GIVE_UP : REPEAT)
                        .bind("tenant", tenant.value())
                        .bind("submission", id.value())
                        .bind("at", Columns.instant(at))
                        .bind("failure", failure.map(Json::storable))
                        .execute());
    }

    /** Makes a change that may end the submission, and tells whoever subscribed if it did. */
    private static boolean end(
            Handle handle,
            StatusOutbox statuses,
            SubmissionRepository.Key key,
            Instant at,
            String type,
            Function<Handle, Integer> change) {
        Optional<Submission> found = JdbcSubmissionRepository.find(handle, key.tenant(), key.submission());
        List<DocumentChains.Key> chains =
                found.flatMap(DocumentChains.Key::of).stream().toList();
        if (DocumentChains.advance(handle, chains, at, change) == 0) {
            return false;
        }
        if (found.filter(each -> each.order().kind() == SubmissionKind.CHANNEL_RUN)
                .isPresent()) {
            ChannelRuns.follow(handle, List.of(key), at, statuses);
        }
        statuses.tellIfWanted(handle, type, List.of(key), at);
        return true;
    }
}
