package io.einvoicing.jdbc;

import io.einvoicing.submission.PendingReason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Tells how much work there is, of all tenants together. Reads indexes only; a million that wait are counted in a fraction of a second. */
public final class FlowBacklog {
    static final String WAITING = """
            select count(*) filter (where due_at <= :now) as due, count(*) filter (where due_at > :now) as later
            from submission where status in ('SCHEDULED', 'PENDING') and due_at is not null""";

    static final String EXECUTING = "select count(*) from submission where status = 'EXECUTING'";

    static final String STOPPED = """
            select count(*) filter (where status = 'SCHEDULED') as chained, count(*) filter (where status = 'PENDING') as person
            from submission where status in ('SCHEDULED', 'PENDING') and due_at is null""";

    static final String PENDING =
            "select pending_reason, count(*) from submission where status = 'PENDING' group by pending_reason";

    /** Hops from lane to lane over the index, as the dispatcher does. */
    static final String OLDEST = """
            with recursive lane as (
                (select tenant_id, environment_id, due_at from submission
                    where status in ('SCHEDULED', 'PENDING') and due_at is not null
                    order by tenant_id, environment_id, due_at limit 1)
                union all
                select next.* from lane cross join lateral (
                    select tenant_id, environment_id, due_at from submission
                    where status in ('SCHEDULED', 'PENDING') and due_at is not null
                        and (tenant_id, environment_id) > (lane.tenant_id, lane.environment_id)
                    order by tenant_id, environment_id, due_at limit 1) next
            )
            select min(due_at) as due_at from lane where due_at <= :now""";

    private final Database database;

    FlowBacklog(Database database) {
        this.database = database;
    }

    /**
     * What there was at one instant.
     *
     * @param due waits for a worker
     * @param later waits for its time
     * @param executing is in the hands of workers
     * @param chained waits for the documents before it in its chain
     * @param person waits for somebody's decision
     * @param pending what waits for an answer, a retry, a decision, by its reason, whether due or not
     * @param oldestDue since when the longest due has been due; empty if nothing is
     */
    public record Reading(
            long due,
            long later,
            long executing,
            long chained,
            long person,
            Map<PendingReason, Long> pending,
            Optional<Instant> oldestDue) {
        public Reading {
            pending = Map.copyOf(pending);
        }
    }

    /**
     * Counts.
     *
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer
     */
    public Reading read(Instant now) {
        return database.run(handle -> {
            long[] waiting = handle.createQuery(WAITING)
                    .bind("now", Columns.instant(now))
                    .map((row, context) -> new long[] {row.getLong("due"), row.getLong("later")})
                    .one();
            long[] stopped = handle.createQuery(STOPPED)
                    .map((row, context) -> new long[] {row.getLong("chained"), row.getLong("person")})
                    .one();
            long executing = handle.createQuery(EXECUTING).mapTo(Long.class).one();
            return new Reading(
                    waiting[0], waiting[1], executing, stopped[0], stopped[1], pending(handle), oldest(handle, now));
        });
    }

    private static Map<PendingReason, Long> pending(Handle handle) {
        return handle.createQuery(PENDING)
                .reduceResultSet(new EnumMap<>(PendingReason.class), (counts, row, context) -> {
                    counts.put(PendingReason.valueOf(row.getString("pending_reason")), row.getLong("count"));
                    return counts;
                });
    }

    private static Optional<Instant> oldest(Handle handle, Instant now) {
        return handle.createQuery(OLDEST)
                .bind("now", Columns.instant(now))
                .map((row, context) -> Columns.optionalInstant(row, "due_at"))
                .one();
    }
}
