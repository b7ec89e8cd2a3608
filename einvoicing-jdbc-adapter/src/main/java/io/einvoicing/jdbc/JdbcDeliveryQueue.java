package io.einvoicing.jdbc;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.ClaimedDelivery;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.NotificationDelivery;
import io.einvoicing.notification.NotificationDelivery.State;
import io.einvoicing.notification.port.DeliveryQueue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;

/** Deliveries; a claim is one update, and so is each outcome, which the attempt fences. */
final class JdbcDeliveryQueue implements DeliveryQueue {
    private static final String COLUMNS =
            "tenant_id, notification_id, subscription_id, state, attempts, due_at, failure, created_at, ended_at";

    /**
     * Each subscription gives the delivery that is due for longest, unless a worker holds one of it. The recursion goes through the
     * index from one subscription to the next, so that what waits behind a slow receiver is not read.
     */
    private static final String CLAIM = """
            with recursive waiting as (
                (select tenant_id, subscription_id, due_at from notification_delivery
                    where state = 'DUE' order by tenant_id, subscription_id, due_at limit 1)
                union all
                select n.* from waiting w cross join lateral (
                    select tenant_id, subscription_id, due_at from notification_delivery
                    where state = 'DUE' and (tenant_id, subscription_id) > (w.tenant_id, w.subscription_id)
                    order by tenant_id, subscription_id, due_at limit 1) n
            ), idle as (
                select * from waiting w where due_at <= :now and not exists (
                    select from notification_delivery l
                    where l.tenant_id = w.tenant_id and l.subscription_id = w.subscription_id and l.lease_end > :now)
                order by due_at limit :limit
            ), picked as (
                select d.* from idle i cross join lateral (
                    select tenant_id, notification_id, subscription_id from notification_delivery
                    where tenant_id = i.tenant_id and subscription_id = i.subscription_id
                        and state = 'DUE' and due_at <= :now and (lease_end is null or lease_end <= :now)
                    order by due_at limit 1 for update skip locked) d
            ), claimed as (
                update notification_delivery d
                set attempts = d.attempts + 1, lease_end = :leaseEnd, first_attempt_at = coalesce(d.first_attempt_at, :now)
                from picked p
                where d.tenant_id = p.tenant_id and d.notification_id = p.notification_id
                    and d.subscription_id = p.subscription_id
                returning d.*
            )
            select c.subscription_id, c.attempts, c.first_attempt_at, s.channel, s.address, s.secret_vault, s.secret_name,
            """ + NotificationRows.NOTIFICATION + """
             from claimed c join notification n using (tenant_id, notification_id)
            join notification_subscription s using (tenant_id, subscription_id)
            order by c.due_at""";

    private static final String THIS =
            "tenant_id = :tenant and notification_id = :notification and subscription_id = :subscription";

    private static final String FENCE = THIS + " and state = 'DUE' and attempts = :attempt";

    private static final String DELIVERED = "update notification_delivery set state = 'DELIVERED', due_at = null,"
            + " lease_end = null, failure = null, ended_at = :at where " + FENCE;

    private static final String POSTPONED =
            "update notification_delivery set due_at = :at, lease_end = null," + " failure = :failure where " + FENCE;

    private static final String GIVEN_UP = "update notification_delivery set state = 'GIVEN_UP', due_at = null,"
            + " lease_end = null, failure = :failure, ended_at = :at where ";

    private static final String REDELIVER = "update notification_delivery set state = 'DUE', due_at = :at,"
            + " first_attempt_at = null, ended_at = null where " + THIS + " returning " + COLUMNS;

    private static final String AFTER = " and (created_at, notification_id, subscription_id) < (select created_at,"
            + " notification_id, subscription_id from notification_delivery where " + THIS + ")";

    private final Database database;

    JdbcDeliveryQueue(Database database) {
        this.database = database;
    }

    @Override
    public List<ClaimedDelivery> claim(Instant now, Instant leaseEnd, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive, was " + limit);
        }
        return database.run(handle -> handle.createQuery(CLAIM)
                .bind("now", Columns.instant(now))
                .bind("leaseEnd", Columns.instant(leaseEnd))
                .bind("limit", limit)
                .map((row, context) -> new ClaimedDelivery(
                        id(row),
                        NotificationRows.notification(row),
                        NotificationRows.channel(row),
                        row.getInt("attempts"),
                        Columns.instant(row, "first_attempt_at")))
                .list());
    }

    @Override
    public boolean delivered(ClaimedDelivery claimed, Instant at) {
        return database.run(handle -> bind(handle.createUpdate(DELIVERED), claimed)
                        .bind("at", Columns.instant(at))
                        .execute())
                == 1;
    }

    @Override
    public boolean postponed(ClaimedDelivery claimed, Instant nextAttempt, String failure) {
        return database.run(handle -> failed(handle, POSTPONED, claimed, nextAttempt, failure));
    }

    @Override
    public boolean givenUp(ClaimedDelivery claimed, Instant at, String failure) {
        return database.run(handle -> failed(handle, GIVEN_UP + FENCE, claimed, at, failure));
    }

    @Override
    public boolean refused(ClaimedDelivery claimed, Instant at, String failure) {
        return database.inTransaction(handle -> {
            // The subscription first, as whoever removes it does.
            handle.createQuery("select 1 from notification_subscription where tenant_id = :tenant"
                            + " and subscription_id = :subscription for no key update")
                    .bind("tenant", claimed.notification().tenant().value())
                    .bind("subscription", claimed.id().subscription())
                    .mapTo(Integer.class)
                    .findOne();
            if (!failed(handle, GIVEN_UP + FENCE, claimed, at, failure)) {
                return false;
            }
            handle.createUpdate("update notification_subscription set active = false where tenant_id = :tenant"
                            + " and subscription_id = :subscription")
                    .bind("tenant", claimed.notification().tenant().value())
                    .bind("subscription", claimed.id().subscription())
                    .execute();
            handle.createUpdate(GIVEN_UP + "tenant_id = :tenant and subscription_id = :subscription and state = 'DUE'")
                    .bind("tenant", claimed.notification().tenant().value())
                    .bind("subscription", claimed.id().subscription())
                    .bind("at", Columns.instant(at))
                    .bind("failure", Json.storable(failure))
                    .execute();
            return true;
        });
    }

    private static boolean failed(Handle handle, String sql, ClaimedDelivery claimed, Instant at, String failure) {
        return bind(handle.createUpdate(sql), claimed)
                        .bind("at", Columns.instant(at))
                        .bind("failure", Json.storable(failure))
                        .execute()
                == 1;
    }

    private static <S extends SqlStatement<S>> S bind(S statement, ClaimedDelivery claimed) {
        return bind(statement, claimed.notification().tenant(), claimed.id()).bind("attempt", claimed.attempt());
    }

    private static <S extends SqlStatement<S>> S bind(S statement, TenantId tenant, DeliveryId id) {
        return statement
                .bind("tenant", tenant.value())
                .bind("notification", id.notification())
                .bind("subscription", id.subscription());
    }

    @Override
    public Optional<NotificationDelivery> find(TenantId tenant, DeliveryId id) {
        return database.run(handle -> find(handle, tenant, id, ""));
    }

    private static Optional<NotificationDelivery> find(Handle handle, TenantId tenant, DeliveryId id, String lock) {
        return bind(
                        handle.createQuery("select " + COLUMNS + " from notification_delivery where " + THIS + lock),
                        tenant,
                        id)
                .map((row, context) -> delivery(row))
                .findOne();
    }

    @Override
    public List<NotificationDelivery> list(
            TenantId tenant, Optional<State> state, Optional<DeliveryId> after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        StringBuilder sql = new StringBuilder("select ")
                .append(COLUMNS)
                .append(" from notification_delivery where tenant_id = :tenant");
        // As a literal, so that the planner may choose the partial index of the states.
        state.ifPresent(only -> sql.append(" and state = '" + only.name() + "'"));
        after.ifPresent(last -> sql.append(AFTER));
        sql.append(" order by created_at desc, notification_id desc, subscription_id desc limit :limit");
        return database.run(handle -> {
            Query query = handle.createQuery(sql.toString())
                    .bind("tenant", tenant.value())
                    .bind("limit", limit);
            after.ifPresent(last -> bind(query, tenant, last));
            return query.map((row, context) -> delivery(row)).list();
        });
    }

    @Override
    public Optional<NotificationDelivery> redeliver(TenantId tenant, DeliveryId id, Instant at, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            boolean active = handle.createQuery("select active from notification_subscription"
                            + " where tenant_id = :tenant and subscription_id = :subscription for share")
                    .bind("tenant", tenant.value())
                    .bind("subscription", id.subscription())
                    .mapTo(Boolean.class)
                    .findOne()
                    .orElse(false);
            return active
                    ? find(handle, tenant, id, " for update").map(before -> redeliver(handle, before, at, stamp))
                    : Optional.empty();
        });
    }

    private static NotificationDelivery redeliver(
            Handle handle, NotificationDelivery before, Instant at, AuditStamp stamp) {
        NotificationDelivery again = bind(handle.createQuery(REDELIVER), before.tenant(), before.id())
                .bind("at", Columns.instant(at))
                .map((row, context) -> delivery(row))
                .one();
        JdbcAuditTrail.record(
                handle,
                before.tenant(),
                stamp,
                "notification-delivery/" + before.id(),
                Optional.of(state(before)),
                Optional.of(state(again)));
        return again;
    }

    private static Map<String, Object> state(NotificationDelivery delivery) {
        return Map.of("state", delivery.state(), "attempts", delivery.attempts());
    }

    private static NotificationDelivery delivery(ResultSet row) throws SQLException {
        return new NotificationDelivery(
                Columns.tenant(row),
                id(row),
                State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                Columns.optionalInstant(row, "due_at"),
                Columns.optional(row, "failure", String::valueOf),
                Columns.instant(row, "created_at"),
                Columns.optionalInstant(row, "ended_at"));
    }

    private static DeliveryId id(ResultSet row) throws SQLException {
        return new DeliveryId(Columns.uuid(row, "notification_id"), Columns.uuid(row, "subscription_id"));
    }
}
