package io.einvoicing.usage.port;

import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import java.time.YearMonth;

/**
 * Append-only ledger of counted documents. Thread-safe, safe to repeat. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface UsageLedger {
    /**
     * Counts a document once for each {tenant, environment, direction, document key}; a repeat in any later month is not counted again.
     *
     * <p>Its billing day is taken once, in the tenant's billing zone at the instant of counting, and never changes.
     *
     * @return whether this call counted it; {@code false} if an earlier one had
     */
    boolean countOnce(CountedDocument document);

    /** Returns how many documents have their billing day in the month. */
    long used(TenantId tenant, Direction direction, YearMonth month);
}
