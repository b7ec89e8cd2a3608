package io.einvoicing.usage.port;

import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.Recording;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import java.util.List;
import java.util.Optional;

/**
 * Append-only ledger of counted documents. Thread-safe, safe to repeat. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface UsageLedger {
    /**
     * Records a batch, all of it or nothing; each document counts once for {tenant, environment, direction, document} over all time.
     *
     * <p>An open reservation is used by as many documents as the call really added, as far as it reaches; one that is no longer
     * open holds nothing, and naming it changes no figure.
     *
     * @param entries of the tenant, at most 10,000, no two with the same key
     * @param reservation the reservation that the entries use
     */
    Recording record(TenantId tenant, List<UsageEntry> entries, Optional<ReservationId> reservation);

    /**
     * Returns entries in the order of billing day, environment, direction and document; the order of the last three is the
     * adapter's own and stable.
     *
     * @param after the entry after which to go on; empty for the first page
     * @param limit most entries to return
     */
    List<UsageEntry> entries(
            TenantId tenant,
            Direction direction,
            DayPeriod period,
            UsageFilter filter,
            Optional<UsageEntry.Cursor> after,
            int limit);
}
