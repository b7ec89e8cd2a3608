package io.einvoicing.usage;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Packages acquired on a day; they add to the purchased volume of that day's month only. An entry is never edited: a correction is a
 * further entry.
 *
 * @param tenant who acquired
 * @param id the entry
 * @param acquiredOn local date of acquisition, 2000-01-01 to 2199-12-31
 * @param packages number of packages, 1 to 1,000,000
 * @param recordedBy object id of who entered it
 * @param recordedAt instant of entry
 */
public record Purchase(
        TenantId tenant, UUID id, LocalDate acquiredOn, long packages, PrincipalId recordedBy, Instant recordedAt) {
    /** Most packages in one entry. */
    public static final long MAX_PACKAGES = 1_000_000;

    public Purchase {
        if (packages < 1 || packages > MAX_PACKAGES) {
            throw new IllegalArgumentException("packages must be 1 to " + MAX_PACKAGES + ", was " + packages);
        }
        if (acquiredOn.getYear() < 2000 || acquiredOn.getYear() > 2199) {
            throw new IllegalArgumentException(
                    "acquiredOn must be a date from 2000-01-01 to 2199-12-31, was " + acquiredOn);
        }
    }
}
