package io.einvoicing.jdbc;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.flow.Lane;
import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Looks which lanes have work, and remembers where the due work of each begins: entries of what was taken before stay in the index until
 * it is vacuumed, and each look would pass over all of them. Thread-safe.
 */
final class LaneLook {
    /**
     * Hops from lane to lane over the index, by the end of each, where a backlog has live entries: the cost is in the number of lanes,
     * whatever waits in them.
     */
    static final String LANES = """
            with recursive lane as (
                (select tenant_id, environment_id from submission
                    where status in ('SCHEDULED', 'PENDING') and due_at is not null
                    order by tenant_id desc, environment_id desc, due_at desc limit 1)
                union all
                select next.* from lane cross join lateral (
                    select tenant_id, environment_id from submission
                    where status in ('SCHEDULED', 'PENDING') and due_at is not null
                        and (tenant_id, environment_id) < (lane.tenant_id, lane.environment_id)
                    order by tenant_id desc, environment_id desc, due_at desc limit 1) next
            ), waiting as (
                select tenant_id, environment_id, oldest.due_at
                from lane
                left join unnest(:tenants, :environments, :begins) as known (tenant_id, environment_id, begins)
                    using (tenant_id, environment_id)
                cross join lateral (
                    select w.due_at from submission w
                    where w.tenant_id = lane.tenant_id and w.environment_id = lane.environment_id
                        and w.status in ('SCHEDULED', 'PENDING') and w.due_at >= coalesce(known.begins, '-infinity')
                    order by w.due_at limit 1) oldest
                where oldest.due_at <= :now
            ), executing as (
                select tenant_id, environment_id, count(*) as number from submission where status = 'EXECUTING' group by 1, 2
            )
            select tenant_id, environment_id, due_at, coalesce(number, 0) as number
            from waiting full join executing using (tenant_id, environment_id)""";

    /** For so long a lane's work is taken to begin where it began: what was committed late, or by a slow clock, stands before it. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private volatile Known known = new Known(Instant.EPOCH, Map.of());

    private record Key(TenantId tenant, EnvironmentId environment) {}

    /** From when on lanes have due work, and since when that is believed. */
    private record Known(Instant since, Map<Key, Instant> begins) {
        /** Returns this, or nothing if it is too old. */
        Known at(Instant now) {
            return now.isBefore(since) || !now.isBefore(since.plus(REMEMBERED)) ? new Known(now, Map.of()) : this;
        }
    }

    /** What a look found: the lanes that have work, and from when on each has due work. */
    record Found(List<Lane> lanes, Map<Key, Instant> begins) {
        OffsetDateTime begin(Lane.Share share) {
            return Columns.instant(begins.getOrDefault(new Key(share.tenant(), share.environment()), Instant.EPOCH));
        }
    }

    /** Returns the lanes that have work, due or executing. */
    Found look(Handle handle, Instant now) {
        Known before = known.at(now);
        List<Map.Entry<Key, Instant>> begins = List.copyOf(before.begins().entrySet());
        Map<Key, Instant> found = new HashMap<>();
        List<Lane> lanes = handle.createQuery(LANES)
                .bindArray(
                        "tenants",
                        UUID.class,
                        begins.stream()
                                .map(each -> each.getKey().tenant().value())
                                .toList())
                .bindArray(
                        "environments",
                        UUID.class,
                        begins.stream()
                                .map(each -> each.getKey().environment().value())
                                .toList())
                .bindArray(
                        "begins",
                        OffsetDateTime.class,
                        begins.stream()
                                .map(each -> Columns.instant(each.getValue()))
                                .toList())
                .bind("now", Columns.instant(now))
                .map((row, context) -> lane(row, found))
                .list();
        known = new Known(before.since(), Map.copyOf(found));
        return new Found(lanes, found);
    }

    private static Lane lane(ResultSet row, Map<Key, Instant> begins) throws SQLException {
        Key key = new Key(Columns.tenant(row), new EnvironmentId(Columns.uuid(row, "environment_id")));
        Optional<Instant> due = Columns.optionalInstant(row, "due_at");
        due.ifPresent(begin -> begins.put(key, begin));
        return new Lane(key.tenant(), key.environment(), due.isPresent(), row.getInt("number"));
    }
}
