package io.einvoicing.usage;

import java.util.UUID;

/** Identifies a reservation within its tenant. */
public record ReservationId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
