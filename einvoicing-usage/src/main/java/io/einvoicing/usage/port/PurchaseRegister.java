package io.einvoicing.usage.port;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.Purchase;
import java.time.YearMonth;
import java.util.List;

/**
 * Register of purchased packages; entries are added, never changed. Thread-safe, safe to repeat. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface PurchaseRegister {
    /** Adds a purchase; adding the same id again changes nothing. */
    void add(Purchase purchase);

    /** Returns the purchases acquired in the month, by date and then instant of entry. */
    List<Purchase> acquiredIn(TenantId tenant, YearMonth month);
}
