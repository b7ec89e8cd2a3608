package io.einvoicing.http.api;

import io.einvoicing.notification.TypePattern;
import io.einvoicing.vault.SecretReference;
import java.util.List;
import java.util.Optional;

/**
 * Request to have notifications sent.
 *
 * @param types which, 1 to 20: one type, a group such as {@code usage.*}, or {@code *}
 * @param channel how
 * @param address where to: a mailbox, or an https address
 * @param secret the key with which webhook messages are signed, as a secret of the organization's key vault; none = not signed
 */
public record NewNotificationSubscription(
        List<TypePattern> types, NotificationChannel channel, String address, Optional<SecretReference> secret) {
    public NewNotificationSubscription {
        types = List.copyOf(types);
    }
}
