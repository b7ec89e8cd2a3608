package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.Reconciliation;
import io.einvoicing.usage.port.UsageRollUp;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The roll-ups by day and by month. Recording waits for nothing here: it adds deltas, which a fold moves into the roll-ups. Who writes
 * the roll-ups of a tenant, by fold or rebuild, holds the tenant's lock.
 */
final class JdbcUsageRollUp implements UsageRollUp {
    /** Deltas in one transaction. */
    private static final int STEP = 10_000;

    /**
     * A fold of so many deltas is followed by a vacuum of their table. Autovacuum comes once a minute; until then every figure would
     * step over all that was deleted.
     */
    private static final int LARGE = 2_000;

    /** Takes a range of numbers: a join of the table with itself goes wrong when statistics take it for empty, as they often do. */
    private static final String FOLD = """
            with taken as (
                delete from usage_delta
                where tenant_id = :tenant and delta_id <= (
                    select max(delta_id) from (
                        select delta_id from usage_delta
                        where tenant_id = :tenant and delta_id <= :last order by delta_id limit :limit) as step)
                returning direction, billing_day, environment_id, feature_id, quantity
            ), grouped as (
                select direction, billing_day, environment_id, feature_id, sum(quantity) as quantity
                from taken group by 1, 2, 3, 4
            ), days as (
                insert into usage_day as present
                select :tenant, direction, billing_day, environment_id, feature_id, quantity from grouped
                on conflict (tenant_id, direction, billing_day, environment_id, feature_id)
                    do update set quantity = present.quantity + excluded.quantity
            ), months as (
                insert into usage_month as present
                select :tenant, direction, date_trunc('month', billing_day::timestamp)::date, environment_id, feature_id, sum(quantity)
                from grouped group by 2, 3, 4, 5
                on conflict (tenant_id, direction, month, environment_id, feature_id)
                    do update set quantity = present.quantity + excluded.quantity
            )
            select count(*) from taken""";

    /** Leaps from tenant to tenant through the index, from a tenant on; a null ends it. */
    private static final String UNFOLDED = """
            with recursive unfolded (tenant_id) as (
                (select tenant_id from usage_delta where tenant_id >= :from order by tenant_id limit 1)
                union all
                select (select d.tenant_id from usage_delta d where d.tenant_id > u.tenant_id order by d.tenant_id limit 1)
                from unfolded u where u.tenant_id is not null
            )
            select tenant_id from unfolded where tenant_id is not null limit :limit""";

    private static final UUID FIRST = new UUID(0, 0);

    private final Database database;

    JdbcUsageRollUp(Database database) {
        this.database = database;
    }

    /** Begins at a random tenant, so that each has its turn although more of them are busy than the limit allows. */
    @Override
    public Set<TenantId> unfolded(int limit) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        UUID from = new UUID(random.nextLong(), random.nextLong());
        return database.run(handle -> Stream.concat(unfolded(handle, from, limit), unfolded(handle, FIRST, limit))
                .distinct()
                .limit(limit)
                .collect(Collectors.toUnmodifiableSet()));
    }

    private static Stream<TenantId> unfolded(Handle handle, UUID from, int limit) {
        return handle
                .createQuery(UNFOLDED)
                .bind("from", from)
                .bind("limit", limit)
                .map((row, context) -> Columns.tenant(row))
                .list()
                .stream();
    }

    @Override
    public boolean fold(TenantId tenant, Progress progress) {
        Backlog backlog = database.run(handle -> Backlog.of(handle, tenant));
        long done = 0;
        while (true) {
            Optional<Long> taken = database.inTransaction(handle -> TenantLock.ROLL_UP.tryTake(handle, tenant)
                    ? Optional.of(foldStep(handle, tenant, backlog.last()))
                    : Optional.empty());
            if (taken.isEmpty()) {
                return false;
            }
            done += taken.get();
            progress.report(done, Math.max(done, backlog.deltas()));
            if (taken.get() < STEP) {
                if (done >= LARGE) {
                    database.run(handle -> handle.execute("vacuum (skip_locked, truncate off) usage_delta"));
                }
                return true;
            }
        }
    }

    private static long foldStep(Handle handle, TenantId tenant, long last) {
        return handle.createQuery(FOLD)
                .bind("tenant", tenant.value())
                .bind("last", last)
                .bind("limit", STEP)
                .mapTo(Long.class)
                .one();
    }

    /** What is to be folded; what is recorded later is left to later folds, so that each comes to an end. */
    private record Backlog(long deltas, long last) {
        static Backlog of(Handle handle, TenantId tenant) {
            return handle.createQuery("""
                            select count(*) as deltas, coalesce(max(delta_id), 0) as last
                            from usage_delta where tenant_id = :tenant""")
                    .bind("tenant", tenant.value())
                    .map((row, context) -> new Backlog(row.getLong("deltas"), row.getLong("last")))
                    .one();
        }
    }

    /**
     * Takes the lock before the snapshot: a fold is then either wholly within the snapshot or wholly after the end. What is recorded
     * after the snapshot stays in deltas.
     */
    @Override
    public void rebuild(TenantId tenant, Progress progress) {
        database.atLength(handle -> {
            try (TenantLock.Held lock = TenantLock.ROLL_UP.hold(handle, tenant)) {
                return lock.connection().inTransaction(TransactionIsolationLevel.REPEATABLE_READ, snapshot -> {
                    // A plan for arrays of unknown length takes them to be short.
                    snapshot.execute("set local plan_cache_mode = force_custom_plan");
                    long documents = new UsageRebuild(snapshot, tenant).run(progress);
                    snapshot.execute("delete from usage_delta where tenant_id = ?", tenant.value());
                    return documents;
                });
            }
        });
    }

    @Override
    public Reconciliation reconcile(TenantId tenant, DayPeriod period, Instant from, Instant until) {
        return database.atLength(handle -> handle.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                snapshot -> new UsageReconciler(snapshot, tenant, period, from, until).run()));
    }
}
