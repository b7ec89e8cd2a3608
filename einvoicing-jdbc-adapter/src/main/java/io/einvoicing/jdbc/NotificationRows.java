package io.einvoicing.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.NotificationSubscription;
import io.einvoicing.notification.TypePattern;
import io.einvoicing.vault.SecretReference;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Rows of notifications and subscriptions; other adapters add a notification within a transaction of their own. */
final class NotificationRows {
    static final String NOTIFICATION =
            "n.tenant_id, n.notification_id, n.type, n.occurred_at, n.subject, n.body, n.data";

    /** Locks the subscriptions against removal, which would otherwise break the transaction of whoever adds. */
    private static final String ADD = """
            with added as (
                insert into notification (tenant_id, notification_id, type, occurred_at, subject, body, data)
                values (:tenant, :notification, :type, :at, :subject, :body, :data::jsonb)
                on conflict do nothing returning 1
            ), subscribed as (
                select subscription_id from notification_subscription
                where tenant_id = :tenant and active and types && :patterns::text[] for key share
            ), due as (
                insert into notification_delivery
                    (tenant_id, notification_id, subscription_id, state, due_at, attempts, created_at)
                select :tenant, :notification, subscription_id, 'DUE', :at, 0, :at from added cross join subscribed
            )
            select count(*) from added""";

    private static final Json.Column<Map<String, String>> DATA = Json.column(new TypeReference<>() {});

    private NotificationRows() {}

    /**
     * Adds a notification and the deliveries to its subscriptions as part of the handle's transaction.
     *
     * @return whether it was new; the same id again changes nothing
     */
    static boolean add(Handle handle, Notification notification) {
        return handle.createQuery(ADD)
                        .bind("tenant", notification.tenant().value())
                        .bind("notification", notification.id())
                        .bind("type", notification.type())
                        .bind("at", Columns.instant(notification.occurredAt()))
                        .bind("subject", notification.subject())
                        .bind("body", notification.text())
                        .bind("data", DATA.write(notification.data()))
                        .bindArray(
                                "patterns",
                                String.class,
                                TypePattern.matching(notification.type()).stream()
                                        .map(TypePattern::value)
                                        .toList())
                        .mapTo(Integer.class)
                        .one()
                == 1;
    }

    static Notification notification(ResultSet row) throws SQLException {
        return new Notification(
                Columns.tenant(row),
                Columns.uuid(row, "notification_id"),
                row.getString("type"),
                Columns.instant(row, "occurred_at"),
                row.getString("subject"),
                row.getString("body"),
                DATA.read(row.getString("data")));
    }

    static NotificationSubscription subscription(ResultSet row) throws SQLException {
        return new NotificationSubscription(
                Columns.tenant(row),
                Columns.uuid(row, "subscription_id"),
                Stream.of((String[]) row.getArray("types").getArray())
                        .map(TypePattern::new)
                        .toList(),
                channel(row),
                row.getBoolean("active"),
                new PrincipalId(Columns.uuid(row, "created_by")),
                Columns.instant(row, "created_at"));
    }

    static Channel channel(ResultSet row) throws SQLException {
        String address = row.getString("address");
        if (row.getString("channel").equals("EMAIL")) {
            return new Channel.Email(address);
        }
        Optional<URI> vault = Columns.optional(row, "secret_vault", URI::create);
        Optional<String> name = Columns.optional(row, "secret_name", String::valueOf);
        return new Channel.Webhook(
                URI.create(address), vault.flatMap(uri -> name.map(secret -> new SecretReference(uri, secret))));
    }

    /** Returns the column value that tells the sort of channel. */
    static String kind(Channel channel) {
        return channel.fold(email -> "EMAIL", webhook -> "WEBHOOK");
    }

    static Optional<SecretReference> secret(Channel channel) {
        return channel.fold(email -> Optional.empty(), Channel.Webhook::signingKey);
    }
}
