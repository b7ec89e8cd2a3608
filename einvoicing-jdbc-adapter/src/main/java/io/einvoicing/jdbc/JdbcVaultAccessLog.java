package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.port.VaultAccessLog;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.statement.Query;

/** The append-only log of accesses to vaults. */
final class JdbcVaultAccessLog implements VaultAccessLog {
    private final Database database;

    JdbcVaultAccessLog(Database database) {
        this.database = database;
    }

    @Override
    public void add(VaultAccess access) {
        VaultUse use = access.use();
        database.run(handle -> handle.createUpdate("""
                        insert into vault_access
                            (tenant_id, access_id, accessed_at, environment_id, environment_name, vault, object, operation,
                             user_kind, user_id, user_name, outcome, latency_millis)
                        values (:tenant, :id, :at, :environment::uuid, :environmentName, :vault, :object, :operation,
                             :kind, :user::uuid, :userName, :outcome, :latency)
                        on conflict do nothing""")
                .bind("tenant", use.tenant().value())
                .bind("id", access.id())
                .bind("at", Columns.instant(access.at()))
                .bind(
                        "environment",
                        use.environment().map(VaultUse.Environment::id).orElse(null))
                .bind(
                        "environmentName",
                        use.environment().map(VaultUse.Environment::name).orElse(null))
                .bind("vault", access.vault().toString())
                .bind("object", access.object().orElse(null))
                .bind("operation", access.operation().name())
                .bind("kind", use.by().kind().name())
                .bind("user", use.by().id().orElse(null))
                .bind("userName", use.by().name())
                .bind("outcome", access.outcome().name())
                .bind("latency", access.latency().toMillis())
                .execute());
    }

    @Override
    public List<VaultAccess> list(TenantId tenant, VaultAccess.Filter filter, Optional<UUID> after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        StringBuilder sql = new StringBuilder("select * from vault_access where tenant_id = :tenant");
        filter.environment().ifPresent(wanted -> sql.append(" and environment_id = :environment"));
        filter.object().ifPresent(wanted -> sql.append(" and object = :object"));
        filter.submission().ifPresent(wanted -> sql.append(" and user_id = :submission and user_kind = 'SUBMISSION'"));
        filter.principal()
                .ifPresent(wanted -> sql.append(" and user_id = :principal and user_kind in ('USER', 'APPLICATION')"));
        filter.outcome().ifPresent(wanted -> sql.append(" and outcome = :outcome"));
        filter.from().ifPresent(wanted -> sql.append(" and accessed_at >= :from"));
        filter.to().ifPresent(wanted -> sql.append(" and accessed_at < :to"));
        after.ifPresent(last -> sql.append(" and (accessed_at, access_id) < (select accessed_at, access_id"
                + " from vault_access where tenant_id = :tenant and access_id = :after)"));
        sql.append(" order by accessed_at desc, access_id desc limit :limit");
        return database.run(handle -> {
            Query query = handle.createQuery(sql).bind("tenant", tenant.value()).bind("limit", limit);
            filter.environment().ifPresent(wanted -> query.bind("environment", wanted));
            filter.object().ifPresent(wanted -> query.bind("object", wanted));
            filter.submission().ifPresent(wanted -> query.bind("submission", wanted));
            filter.principal().ifPresent(wanted -> query.bind("principal", wanted.value()));
            filter.outcome().ifPresent(wanted -> query.bind("outcome", wanted.name()));
            filter.from().ifPresent(wanted -> query.bind("from", Columns.instant(wanted)));
            filter.to().ifPresent(wanted -> query.bind("to", Columns.instant(wanted)));
            after.ifPresent(last -> query.bind("after", last));
            return query.map((row, context) -> access(row)).list();
        });
    }

    private static VaultAccess access(ResultSet row) throws SQLException {
        Optional<UUID> environment = Optional.ofNullable(Columns.uuid(row, "environment_id"));
        String environmentName = row.getString("environment_name");
        return new VaultAccess(
                Columns.uuid(row, "access_id"),
                Columns.instant(row, "accessed_at"),
                new VaultUse(
                        Columns.tenant(row),
                        environment.map(id -> new VaultUse.Environment(id, environmentName)),
                        new VaultUse.By(
                                VaultUse.Kind.valueOf(row.getString("user_kind")),
                                Optional.ofNullable(Columns.uuid(row, "user_id")),
                                row.getString("user_name"))),
                URI.create(row.getString("vault")),
                Columns.optional(row, "object", Function.identity()),
                VaultAccess.Operation.valueOf(row.getString("operation")),
                VaultAccess.Outcome.valueOf(row.getString("outcome")),
                Duration.ofMillis(row.getLong("latency_millis")));
    }
}
