package io.einvoicing.jdbc;

import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Checkpoints as a statement takes them: as arrays. */
final class CheckpointBatch {
    /** The values of {@link #COLUMNS}. */
    static final String ARRAYS = """
            unnest(:tenants, :submissions, :attempts, :statuses::text[], :pendingReasons::text[], :dueAts, :leaseEnds, :sents,
                string_to_array(:flows, chr(30)), string_to_array(:results, chr(30)), :invoiceStatuses::text[], :failures::text[], :endedAts)""";

    static final String COLUMNS = """
            tenant_id, submission_id, attempt, status, pending_reason, due_at, lease_end, sent, flow, results, invoice_status,
            failure, ended_at""";

    /** The checkpoints as rows {@code c}. */
    static final String GIVEN = ARRAYS + " as c (" + COLUMNS + ")";

    /** What a checkpoint sets. */
    static final String CHECKPOINT = """
            status = c.status, pending_reason = c.pending_reason, due_at = c.due_at, lease_end = c.lease_end, lost_leases = 0,
            sent = c.sent, flow = c.flow, results = c.results, invoice_status = c.invoice_status,
            failure = c.failure, ended_at = c.ended_at,
            chain_place = case when c.pending_reason = 'WAITING_FOR_CHANNEL' then null else s.chain_place end""";

    /**
     * The fence: only the latest claim of a submission {@code s} that is still EXECUTING. The status is compared so that no index of
     * executing work offers itself: each row is found by its key, however much is executing.
     */
    static final String FENCE = """
            s.tenant_id = c.tenant_id and s.submission_id = c.submission_id and s.attempt = c.attempt
                and s.status || '' = 'EXECUTING'""";

    /** The record separator, {@code chr(30)}. */
    private static final String SEPARATOR = "\u001e";

    private final List<FlowCheckpoint> checkpoints;

    CheckpointBatch(List<FlowCheckpoint> checkpoints) {
        this.checkpoints = checkpoints;
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement
                .bindArray("tenants", UUID.class, column(each -> each.tenant().value()))
                .bindArray(
                        "submissions",
                        UUID.class,
                        column(each -> each.submission().value()))
                .bindArray("attempts", Integer.class, column(FlowCheckpoint::attempt))
                .bindArray(
                        "statuses", String.class, column(each -> each.status().name()))
                .bindArray(
                        "pendingReasons",
                        String.class,
                        column(each ->
                                each.pendingReason().map(PendingReason::name).orElse(null)))
                .bindArray("dueAts", OffsetDateTime.class, column(each -> instant(each.dueAt(), !isExecuting(each))))
                .bindArray("leaseEnds", OffsetDateTime.class, column(each -> instant(each.dueAt(), isExecuting(each))))
                .bindArray("sents", Boolean.class, column(FlowCheckpoint::sent))
                .bind("flows", joined(each -> SubmissionRows.FLOW.write(each.flow())))
                .bind("results", joined(each -> SubmissionRows.VARIABLES.write(each.results())))
                .bindArray(
                        "invoiceStatuses",
                        String.class,
                        column(each ->
                                each.invoiceStatus().map(InvoiceStatus::code).orElse(null)))
                .bindArray("failures", String.class, column(each -> Json.storable(each.failure())))
                .bindArray(
                        "endedAts",
                        OffsetDateTime.class,
                        column(each ->
                                instant(Optional.of(each.at()), !each.status().isActive())));
    }

    private static boolean isExecuting(FlowCheckpoint checkpoint) {
        return checkpoint.status() == SubmissionStatus.EXECUTING;
    }

    private static @Nullable OffsetDateTime instant(Optional<Instant> instant, boolean wanted) {
        return wanted ? instant.map(Columns::instant).orElse(null) : null;
    }

    /** One text is faster to send than an array, which has every quote escaped; JSON has no such character unescaped. */
    private String joined(Function<FlowCheckpoint, String> json) {
        return checkpoints.stream().map(json).collect(Collectors.joining(SEPARATOR));
    }

    private List<?> column(Function<FlowCheckpoint, @Nullable Object> value) {
        return checkpoints.stream().map(value).toList();
    }
}
