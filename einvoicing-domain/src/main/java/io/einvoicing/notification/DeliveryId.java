package io.einvoicing.notification;

import io.einvoicing.kernel.Require;
import java.util.UUID;

/**
 * Identifies the delivery of one notification to one subscription; there is never a second.
 *
 * @param notification what is delivered
 * @param subscription to whom
 */
public record DeliveryId(UUID notification, UUID subscription) {
    private static final int UUID_LENGTH = 36;

    /**
     * Reads a delivery id from text.
     *
     * @throws IllegalArgumentException if the text is none
     */
    public static DeliveryId parse(String text) {
        if (text.length() != 2 * UUID_LENGTH + 1 || text.charAt(UUID_LENGTH) != '.') {
            throw new IllegalArgumentException("delivery id must be two UUIDs joined by a dot");
        }
        return new DeliveryId(
                Require.uuid("delivery id", text.substring(0, UUID_LENGTH)),
                Require.uuid("delivery id", text.substring(UUID_LENGTH + 1)));
    }

    @Override
    public String toString() {
        return notification + "." + subscription;
    }
}
