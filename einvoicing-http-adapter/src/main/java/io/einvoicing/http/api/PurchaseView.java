package io.einvoicing.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.einvoicing.usage.Purchase;
import io.einvoicing.usage.PurchaseAdministration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * Purchased packages.
 *
 * @param id the entry
 * @param acquiredOn local date of acquisition
 * @param packages number of packages, negative in an entry that reverses another
 * @param quantity documents in the packages, by the policy of the month
 * @param recordedBy who entered it
 * @param recordedAt instant of entry
 * @param afterClose whether it was entered after its month had closed
 * @param reverses the entry that this one takes back, or null
 * @param reversedBy the entry that takes this one back, or null
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record PurchaseView(
        UUID id,
        LocalDate acquiredOn,
        long packages,
        long quantity,
        Named recordedBy,
        Instant recordedAt,
        boolean afterClose,
        Optional<UUID> reverses,
        Optional<UUID> reversedBy) {
    /** Shows a purchase. */
    public static PurchaseView of(PurchaseAdministration.Listed listed) {
        Purchase purchase = listed.purchase();
        return new PurchaseView(
                purchase.id(),
                purchase.acquiredOn(),
                purchase.packages(),
                listed.quantity(),
                new Named(purchase.recordedBy().value(), purchase.recordedByName()),
                purchase.recordedAt(),
                listed.afterClose(),
                purchase.reverses(),
                listed.reversedBy());
    }
}
