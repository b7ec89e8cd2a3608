package io.einvoicing.jdbc;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.health.VaultHealth;
import io.einvoicing.health.port.HealthRecords;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** One row for each environment that was ever looked at, or is being looked at for the first time. */
final class JdbcHealthRecords implements HealthRecords {
    private static final Json.Column<VaultHealth> HEALTH = Json.column(VaultHealth.class);

    private static final String IN_USE = """
             from vault_health h
            join service_environment e on e.tenant_id = h.tenant_id and e.environment_id = h.environment_id
            where h.health is not null and e.published_number is not null and e.deleted_at is null""";
    private static final String SELECT = "select h.health" + IN_USE;
    private static final String COUNT =
            "select h.status, count(*)" + IN_USE + " and h.status is not null group by h.status";

    /** At random among those due, so that several nodes seldom reach for the same. */
    private static final String CLAIM = """
            insert into vault_health (tenant_id, environment_id, claimed_until)
            select e.tenant_id, e.environment_id, :claimEnd
            from service_environment e
            left join vault_health h on h.tenant_id = e.tenant_id and h.environment_id = e.environment_id
            where e.published_number is not null and e.deleted_at is null
                and (h.checked_at is null or h.checked_at < :before)
                and (h.claimed_until is null or h.claimed_until <= :now)
            order by random() limit 1
            on conflict (tenant_id, environment_id) do update set claimed_until = excluded.claimed_until
            where (vault_health.checked_at is null or vault_health.checked_at < :before)
                and (vault_health.claimed_until is null or vault_health.claimed_until <= :now)
            returning tenant_id, environment_id""";

    private static final String FIRST = """
            insert into vault_health (tenant_id, environment_id, checked_at, status, health)
            values (:tenant, :environment, :at, :status, :health::jsonb)
            on conflict (tenant_id, environment_id) do update
            set checked_at = excluded.checked_at, status = excluded.status, health = excluded.health,
                claimed_until = null
            where vault_health.checked_at is null""";

    private static final String NEXT = """
            update vault_health set checked_at = :at, status = :status, health = :health::jsonb, claimed_until = null
            where tenant_id = :tenant and environment_id = :environment and checked_at = :previous""";

    private final Database database;

    JdbcHealthRecords(Database database) {
        this.database = database;
    }

    @Override
    public Optional<VaultHealth> find(TenantId tenant, EnvironmentId environment) {
        return database.run(handle -> health(
                        handle.createQuery(SELECT + " and h.tenant_id = :tenant and h.environment_id = :environment")
                                .bind("tenant", tenant.value())
                                .bind("environment", environment.value()))
                .stream()
                .findFirst());
    }

    @Override
    public List<VaultHealth> list(TenantId tenant) {
        return database.run(handle -> health(handle.createQuery(SELECT + " and h.tenant_id = :tenant order by e.name")
                .bind("tenant", tenant.value())));
    }

    @Override
    public List<VaultHealth> all() {
        return database.run(handle -> health(handle.createQuery(SELECT)));
    }

    @Override
    public Map<VaultHealth.Status, Long> counts() {
        return database.run(handle -> handle.createQuery(COUNT)
                .reduceResultSet(new EnumMap<>(VaultHealth.Status.class), (counts, row, context) -> {
                    counts.put(VaultHealth.Status.valueOf(row.getString("status")), row.getLong("count"));
                    return counts;
                }));
    }

    private static List<VaultHealth> health(Query query) {
        return query.map((row, context) -> HEALTH.read(row.getString("health"))).list();
    }

    @Override
    public boolean save(VaultHealth health, Optional<Instant> previous, List<Notification> notifications) {
        return database.inTransaction(handle -> {
            if (replace(handle, health, previous) == 0) {
                return false;
            }
            notifications.forEach(notification -> NotificationRows.add(handle, notification));
            return true;
        });
    }

    private static int replace(Handle handle, VaultHealth health, Optional<Instant> previous) {
        Update update = handle.createUpdate(previous.isPresent() ? NEXT : FIRST)
                .bind("tenant", health.tenant().value())
                .bind("environment", health.environment().value())
                .bind("at", Columns.instant(health.checkedAt()))
                .bind("status", health.status().name())
                .bind("health", HEALTH.write(health));
        previous.ifPresent(at -> update.bind("previous", Columns.instant(at)));
        return update.execute();
    }

    @Override
    public Optional<Due> claim(Instant lookedAtBefore, Instant now, Instant claimEnd) {
        return database.run(handle -> handle.createQuery(CLAIM)
                .bind("before", Columns.instant(lookedAtBefore))
                .bind("now", Columns.instant(now))
                .bind("claimEnd", Columns.instant(claimEnd))
                .map((row, context) ->
                        new Due(Columns.tenant(row), new EnvironmentId(Columns.uuid(row, "environment_id"))))
                .findOne());
    }
}
