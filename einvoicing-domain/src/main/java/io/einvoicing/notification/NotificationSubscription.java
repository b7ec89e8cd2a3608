package io.einvoicing.notification;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Has the notifications of some types sent to one address. It takes what happens from its creation on.
 *
 * @param tenant whose notifications
 * @param id the subscription
 * @param types which notifications, 1 to {@value #MAX_TYPES} different patterns
 * @param channel where to
 * @param active whether deliveries are made; a subscription ends when its receiver refuses for good
 * @param createdBy object id of who subscribed
 * @param createdAt instant of subscription
 */
public record NotificationSubscription(
        TenantId tenant,
        UUID id,
        List<TypePattern> types,
        Channel channel,
        boolean active,
        PrincipalId createdBy,
        Instant createdAt) {
    /** Most patterns of one subscription. */
    public static final int MAX_TYPES = 20;

    public NotificationSubscription {
        types = List.copyOf(types);
        if (types.isEmpty() || types.size() > MAX_TYPES) {
            throw new IllegalArgumentException("types must be 1 to " + MAX_TYPES + ", were " + types.size());
        }
        Require.distinct("types", types);
    }

    /** Returns this subscription after its receiver refused for good. */
    public NotificationSubscription ended() {
        return new NotificationSubscription(tenant, id, types, channel, false, createdBy, createdAt);
    }

    /** Tells whether a notification of the type is delivered. */
    public boolean wants(String type) {
        return active && types.stream().anyMatch(pattern -> pattern.matches(type));
    }
}
