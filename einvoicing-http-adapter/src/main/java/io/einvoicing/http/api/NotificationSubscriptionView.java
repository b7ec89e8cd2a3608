package io.einvoicing.http.api;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.NotificationSubscription;
import io.einvoicing.notification.TypePattern;
import io.einvoicing.vault.SecretReference;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Has notifications sent to one address.
 *
 * @param id the subscription
 * @param types which: one type, a group such as {@code usage.*}, or {@code *}
 * @param channel how
 * @param address where to
 * @param secret where the key is with which webhook messages are signed; never the key
 * @param active false once the receiver has refused for good
 * @param createdBy object id of who subscribed
 * @param createdAt instant of subscription
 */
public record NotificationSubscriptionView(
        UUID id,
        List<TypePattern> types,
        NotificationChannel channel,
        String address,
        Optional<SecretReference> secret,
        boolean active,
        PrincipalId createdBy,
        Instant createdAt) {
    public NotificationSubscriptionView {
        types = List.copyOf(types);
    }

    /** Shows a subscription. */
    public static NotificationSubscriptionView of(NotificationSubscription subscription) {
        return new NotificationSubscriptionView(
                subscription.id(),
                subscription.types(),
                subscription.channel().fold(email -> NotificationChannel.EMAIL, webhook -> NotificationChannel.WEBHOOK),
                subscription.channel().address(),
                subscription.channel().fold(email -> Optional.empty(), Channel.Webhook::signingKey),
                subscription.active(),
                subscription.createdBy(),
                subscription.createdAt());
    }
}
