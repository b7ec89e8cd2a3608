package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** A filter of submissions as conditions of a statement; written so that the indexes of the log serve it. */
final class SubmissionSelection {
    private static final String ORDER = " order by submitted_at desc, submission_id desc limit :limit";

    private static final String AFTER = " and (submitted_at, submission_id) < (select submitted_at, submission_id"
            + " from submission where tenant_id = :tenant and submission_id = :after)";

    /** Greater than every character that a text may have, in the order of bytes in which source records are kept. */
    private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

    private final StringBuilder conditions = new StringBuilder("tenant_id = :tenant");
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final boolean byRecord;

    SubmissionSelection(TenantId tenant, SubmissionFilter filter) {
        values.put("tenant", tenant.value());
        filter.environment().ifPresent(id -> add("environment_id = :environment", "environment", id.value()));
        filter.feature().ifPresent(id -> add("feature_id = :feature", "feature", id.value()));
        filter.parent().ifPresent(id -> add("parent_id = :parent", "parent", id.value()));
        filter.legalEntity().ifPresent(text -> add("legal_entity = :entity", "entity", Json.storable(text)));
        filter.documentContext()
                .ifPresent(text -> add("document_context = :documentContext", "documentContext", Json.storable(text)));
        filter.sourceRecord().ifPresent(text -> add("source_record = :record", "record", Json.storable(text)));
        filter.sourceRecordStart().ifPresent(text -> {
            add("source_record >= :recordStart", "recordStart", Json.storable(text));
            add("source_record < :recordEnd", "recordEnd", Json.storable(text) + LAST);
        });
        filter.submittedFrom().ifPresent(at -> add("submitted_at >= :from", "from", Columns.instant(at)));
        filter.submittedTo().ifPresent(at -> add("submitted_at < :to", "to", Columns.instant(at)));
        // As literals, so that the planner may choose an index of such rows only.
        if (!filter.statuses().isEmpty()) {
            List<String> literals = filter.statuses().stream()
                    .sorted()
                    .map(SubmissionStatus::name)
                    .map(name -> "'" + name + "'")
                    .toList();
            literal("status in (" + String.join(", ", literals) + ")");
        }
        filter.pendingReason().ifPresent(reason -> {
            literal("status = 'PENDING'");
            literal("pending_reason = '" + reason.name() + "'");
        });
        if (filter.needsPerson()) {
            literal("status in ('FAILED', 'PENDING')");
            literal("(status = 'FAILED' or due_at is null and pending_reason is distinct from 'WAITING_FOR_CHANNEL')");
        }
        // Its code has capital letters, digits and underscores only.
        filter.invoiceStatus().ifPresent(status -> literal("invoice_status = '" + status.code() + "'"));
        filter.kind().ifPresent(kind -> literal("kind = '" + kind.name() + "'"));
        filter.counting().ifPresent(counting -> literal("counting = '" + counting.name() + "'"));
        byRecord =
                filter.sourceRecord().isPresent() || filter.sourceRecordStart().isPresent();
    }

    private void add(String condition, String name, Object value) {
        literal(condition);
        values.put(name, value);
    }

    private void literal(String condition) {
        conditions.append(" and ").append(condition);
    }

    /** Returns the conditions, joined by {@code and}. */
    String conditions() {
        return conditions.toString();
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        values.forEach(statement::bind);
        return statement;
    }

    /** Returns the query for one page, the newest first, with a text before it such as {@code explain}. */
    static Query select(
            Handle handle,
            String before,
            TenantId tenant,
            SubmissionFilter filter,
            Optional<SubmissionId> after,
            int limit) {
        SubmissionSelection selection = new SubmissionSelection(tenant, filter);
        String where = selection.conditions() + (after.isPresent() ? AFTER : "");
        String page = "select " + SubmissionRows.COLUMNS + " from submission where " + where;
        // Two halves, for each has an index of its own that begins with the record.
        String sql = selection.byRecord
                ? "select * from ((" + page + " and kind = 'ORIGINAL'" + ORDER + ") union all (" + page
                        + " and kind <> 'ORIGINAL'" + ORDER + ")) as half" + ORDER
                : page + ORDER;
        Query query = selection.bind(handle.createQuery(before + sql)).bind("limit", limit);
        after.ifPresent(last -> query.bind("after", last.value()));
        return query;
    }
}
