package io.einvoicing.http.api;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.usage.Purchase;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Purchased packages.
 *
 * @param id the entry
 * @param acquiredOn local date of acquisition
 * @param packages number of packages
 * @param recordedBy object id of who entered it
 * @param recordedAt instant of entry
 */
public record PurchaseView(UUID id, LocalDate acquiredOn, long packages, PrincipalId recordedBy, Instant recordedAt) {
    /** Shows a purchase. */
    public static PurchaseView of(Purchase purchase) {
        return new PurchaseView(
                purchase.id(),
                purchase.acquiredOn(),
                purchase.packages(),
                purchase.recordedBy(),
                purchase.recordedAt());
    }
}
