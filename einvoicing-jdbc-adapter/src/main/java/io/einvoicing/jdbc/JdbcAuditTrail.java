package io.einvoicing.jdbc;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditEntry;
import io.einvoicing.audit.AuditFilter;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;
import org.jdbi.v3.core.statement.Query;

/** The audit trail; the repositories write to it within the transaction of each change. */
final class JdbcAuditTrail implements AuditTrail {
    private static final String SELECT = """
            select audit_id, tenant_id, recorded_at, actor_id, actor_name, operation, subject, state_before, state_after""";

    private final Database database;

    JdbcAuditTrail(Database database) {
        this.database = database;
    }

    @Override
    public List<AuditRecord> newest(TenantId tenant, int limit) {
        return find(tenant, AuditFilter.ALL, Optional.empty(), limit).items().stream()
                .map(AuditEntry::entry)
                .toList();
    }

    @Override
    public Slice<AuditEntry> find(TenantId tenant, AuditFilter filter, Optional<Long> after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        return database.inTransaction(handle -> {
            List<AuditEntry> entries = read(handle, tenant, filter, after, limit);
            return new Slice<>(entries, !entries.isEmpty() && isFollowed(handle, tenant, filter, entries));
        });
    }

    /** Reads row by row, which takes a transaction, for a single row may be large. */
    private static List<AuditEntry> read(
            Handle handle, TenantId tenant, AuditFilter filter, Optional<Long> after, int limit) {
        try (ResultIterator<AuditEntry> rows = select(handle, "", tenant, filter, after, limit)
                .setFetchSize(1)
                .map((row, context) -> new AuditEntry(row.getLong("audit_id"), record(row)))
                .iterator()) {
            return Slice.take(rows, limit, each -> each.entry().stateLength());
        }
    }

    private static boolean isFollowed(Handle handle, TenantId tenant, AuditFilter filter, List<AuditEntry> entries) {
        long last = entries.get(entries.size() - 1).id();
        return page(handle, "select audit_id", tenant, filter, Optional.of(last), 1)
                .mapTo(Long.class)
                .findOne()
                .isPresent();
    }

    /** @param prefix nothing, or what asks for the plan */
    static Query select(
            Handle handle, String prefix, TenantId tenant, AuditFilter filter, Optional<Long> after, int limit) {
        return page(handle, prefix + SELECT, tenant, filter, after, limit);
    }

    private static Query page(
            Handle handle, String select, TenantId tenant, AuditFilter filter, Optional<Long> after, int limit) {
        return handle.createQuery(select + " from audit_record where tenant_id = :tenant and audit_id < :after"
                        + conditions(filter) + " order by audit_id desc limit :limit")
                .bind("tenant", tenant.value())
                .bind("after", after.orElse(Long.MAX_VALUE))
                .bind("limit", limit)
                .bindMap(values(filter));
    }

    /** Only what is asked for, so that each kind of question gets its own plan. */
    private static String conditions(AuditFilter filter) {
        StringBuilder sql = new StringBuilder();
        filter.from().ifPresent(any -> sql.append(" and recorded_at >= :from"));
        filter.to().ifPresent(any -> sql.append(" and recorded_at < :to"));
        filter.actor().ifPresent(any -> sql.append(" and actor_id = :actor"));
        filter.operation().ifPresent(any -> sql.append(" and operation = :operation"));
        if (!filter.subjects().isEmpty()) {
            // A pattern each, for an index serves none that stands in an array.
            sql.append(IntStream.range(0, filter.subjects().size())
                    .mapToObj(i -> "subject like :below" + i)
                    .collect(Collectors.joining(" or ", " and (subject = any(:subjects) or ", ")")));
        }
        return sql.toString();
    }

    private static Map<String, Object> values(AuditFilter filter) {
        Map<String, Object> values = new HashMap<>();
        filter.from().ifPresent(from -> values.put("from", Columns.instant(from)));
        filter.to().ifPresent(to -> values.put("to", Columns.instant(to)));
        filter.actor().ifPresent(actor -> values.put("actor", actor.value()));
        filter.operation().ifPresent(operation -> values.put("operation", operation));
        values.put("subjects", filter.subjects().toArray(String[]::new));
        int i = 0;
        for (String subject : filter.subjects()) {
            values.put("below" + i++, below(subject));
        }
        return values;
    }

    private static String below(String subject) {
        return subject.replaceAll("[\\\\%_]", "\\\\$0") + "/%";
    }

    private static AuditRecord record(ResultSet row) throws SQLException {
        return new AuditRecord(
                Columns.tenant(row),
                new AuditStamp(
                        new PrincipalId(Columns.uuid(row, "actor_id")),
                        row.getString("actor_name"),
                        Columns.instant(row, "recorded_at"),
                        row.getString("operation")),
                row.getString("subject"),
                Columns.optional(row, "state_before", Function.identity()),
                Columns.optional(row, "state_after", Function.identity()));
    }

    /** Records a change, other than a removal, that is part of the handle's transaction. */
    static void record(
            Handle handle,
            TenantId tenant,
            AuditStamp stamp,
            String subject,
            Optional<Map<String, Object>> before,
            Map<String, Object> after) {
        record(handle, tenant, stamp, subject, before, Optional.of(after));
    }

    /** Records a change that is part of the handle's transaction. */
    static void record(
            Handle handle,
            TenantId tenant,
            AuditStamp stamp,
            String subject,
            Optional<Map<String, Object>> before,
            Optional<Map<String, Object>> after) {
        handle.createUpdate("""
                        insert into audit_record
                            (tenant_id, recorded_at, actor_id, actor_name, operation, subject, state_before, state_after)
                        values (:tenant, :at, :actor, :actorName, :operation, :subject, :before::jsonb, :after::jsonb)""")
                .bind("tenant", tenant.value())
                .bind("at", Columns.instant(stamp.at()))
                .bind("actor", stamp.actor().value())
                .bind("actorName", Json.storable(stamp.actorName()))
                .bind("operation", stamp.operation())
                .bind("subject", subject)
                .bind("before", before.map(Json::describe).orElse(null))
                .bind("after", after.map(Json::describe).orElse(null))
                .execute();
    }
}
