package io.einvoicing.jdbc;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** The audit trail; the repositories write to it within the transaction of each change. */
final class JdbcAuditTrail implements AuditTrail {
    private final Database database;

    JdbcAuditTrail(Database database) {
        this.database = database;
    }

    @Override
    public List<AuditRecord> newest(TenantId tenant, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        return database.run(handle -> handle.createQuery("""
                        select tenant_id, recorded_at, actor_id, actor_name, operation, subject, state_before, state_after
                        from audit_record where tenant_id = :tenant order by audit_id desc limit :limit""")
                .bind("tenant", tenant.value())
                .bind("limit", limit)
                .map((row, context) -> record(row))
                .list());
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
