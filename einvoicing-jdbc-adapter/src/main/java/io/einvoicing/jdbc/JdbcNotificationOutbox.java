package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationOutbox;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.statement.Query;

/** The append-only log of notifications. */
final class JdbcNotificationOutbox implements NotificationOutbox {
    private static final String LIST =
            "select " + NotificationRows.NOTIFICATION + " from notification n where n.tenant_id = :tenant";

    private static final String AFTER = " and (n.occurred_at, n.notification_id) < (select occurred_at, notification_id"
            + " from notification where tenant_id = :tenant and notification_id = :after)";

    private final Database database;

    JdbcNotificationOutbox(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(Notification notification) {
        return database.run(handle -> NotificationRows.add(handle, notification));
    }

    @Override
    public List<Notification> list(TenantId tenant, Optional<UUID> after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        return database.run(handle -> {
            Query query = handle.createQuery(LIST + (after.isPresent() ? AFTER : "")
                            + " order by n.occurred_at desc, n.notification_id desc limit :limit")
                    .bind("tenant", tenant.value())
                    .bind("limit", limit);
            after.ifPresent(last -> query.bind("after", last));
            return query.map((row, context) -> NotificationRows.notification(row))
                    .list();
        });
    }
}
