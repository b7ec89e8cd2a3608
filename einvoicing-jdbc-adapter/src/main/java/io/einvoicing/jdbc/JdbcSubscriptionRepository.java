package io.einvoicing.jdbc;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.NotificationSubscription;
import io.einvoicing.notification.TypePattern;
import io.einvoicing.notification.port.SubscriptionRepository;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Subscriptions to notifications. */
final class JdbcSubscriptionRepository implements SubscriptionRepository {
    private static final String COLUMNS = "tenant_id, subscription_id, types, channel, address, secret_vault,"
            + " secret_name, active, created_by, created_at";

    private static final String SELECT =
            "select " + COLUMNS + " from notification_subscription where tenant_id = :tenant";

    private static final String INSERT = "insert into notification_subscription (" + COLUMNS + """
            ) values (
                :tenant, :subscription, :types, :channel, :address, :vault, :secret, :active, :by, :at)
            on conflict do nothing""";

    private final Database database;
    private final StatusOutbox statuses;

    JdbcSubscriptionRepository(Database database, StatusOutbox statuses) {
        this.database = database;
        this.statuses = statuses;
    }

    @Override
    public List<NotificationSubscription> list(TenantId tenant) {
        return database.run(handle -> handle.createQuery(SELECT + " order by created_at, subscription_id")
                .bind("tenant", tenant.value())
                .map((row, context) -> NotificationRows.subscription(row))
                .list());
    }

    @Override
    public Optional<NotificationSubscription> find(TenantId tenant, UUID id) {
        return database.run(handle -> find(handle, tenant, id));
    }

    private static Optional<NotificationSubscription> find(Handle handle, TenantId tenant, UUID id) {
        return handle.createQuery(SELECT + " and subscription_id = :subscription")
                .bind("tenant", tenant.value())
                .bind("subscription", id)
                .map((row, context) -> NotificationRows.subscription(row))
                .findOne();
    }

    @Override
    public SaveResult add(NotificationSubscription subscription, AuditStamp stamp) {
        SaveResult result = database.inTransaction(handle -> {
            if (!insert(handle, subscription)) {
                return find(handle, subscription.tenant(), subscription.id()).isPresent()
                        ? SaveResult.SAVED
                        : SaveResult.NAME_TAKEN;
            }
            JdbcAuditTrail.record(
                    handle,
                    subscription.tenant(),
                    stamp,
                    subject(subscription),
                    Optional.empty(),
                    Optional.of(state(subscription)));
            return SaveResult.SAVED;
        });
        statuses.forget(subscription.tenant());
        return result;
    }

    private static boolean insert(Handle handle, NotificationSubscription subscription) {
        var secret = NotificationRows.secret(subscription.channel());
        return handle.createUpdate(INSERT)
                        .bind("tenant", subscription.tenant().value())
                        .bind("subscription", subscription.id())
                        .bindArray(
                                "types",
                                String.class,
                                subscription.types().stream()
                                        .map(TypePattern::value)
                                        .toList())
                        .bind("channel", NotificationRows.kind(subscription.channel()))
                        .bind("address", subscription.channel().address())
                        .bind("vault", secret.map(reference -> reference.vault().toString()))
                        .bind("secret", secret.map(reference -> reference.name()))
                        .bind("active", subscription.active())
                        .bind("by", subscription.createdBy().value())
                        .bind("at", Columns.instant(subscription.createdAt()))
                        .execute()
                == 1;
    }

    @Override
    public Optional<NotificationSubscription> remove(TenantId tenant, UUID id, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            Optional<NotificationSubscription> removed = handle.createQuery(
                            "delete from notification_subscription where tenant_id = :tenant"
                                    + " and subscription_id = :subscription returning " + COLUMNS)
                    .bind("tenant", tenant.value())
                    .bind("subscription", id)
                    .map((row, context) -> NotificationRows.subscription(row))
                    .findOne();
            removed.ifPresent(subscription -> JdbcAuditTrail.record(
                    handle, tenant, stamp, subject(subscription), Optional.of(state(subscription)), Optional.empty()));
            return removed;
        });
    }

    private static String subject(NotificationSubscription subscription) {
        return "notification-subscription/" + subscription.id();
    }

    private static Map<String, Object> state(NotificationSubscription subscription) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("types", subscription.types().stream().map(TypePattern::value).toList());
        state.put("channel", NotificationRows.kind(subscription.channel()));
        state.put("address", subscription.channel().address());
        NotificationRows.secret(subscription.channel()).ifPresent(secret -> state.put("secret", secret));
        state.put("active", subscription.active());
        return state;
    }
}
