package io.einvoicing.usage.port;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.Purchase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Register of purchased packages; entries are added, never changed. Thread-safe, safe to repeat. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface PurchaseRegister {
    /**
     * Adds a purchase; adding the same id again changes nothing.
     *
     * @return {@code false} if it reverses a purchase that another entry has reversed; nothing was added
     */
    boolean add(Purchase purchase);

    Optional<Purchase> find(TenantId tenant, UUID id);

    /** Returns the purchases acquired in the months, by date and then instant of entry. */
    List<Purchase> acquiredIn(TenantId tenant, MonthPeriod period);
}
