package io.einvoicing.usage;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;

/**
 * Packages acquired on a day; they add to the purchased volume of that day's month only. An entry is never edited: a correction is a
 * further entry that reverses it.
 *
 * @param tenant who acquired
 * @param id the entry
 * @param acquiredOn local date of acquisition, 2000-01-01 to 2199-12-31
 * @param packages number of packages, 1 to 1,000,000; negative in an entry that reverses another
 * @param recordedBy object id of who entered it
 * @param recordedByName name of who entered it, for people
 * @param recordedAt instant of entry
 * @param reverses the entry that this one takes back whole, on the same date
 */
public record Purchase(
        TenantId tenant,
        UUID id,
        LocalDate acquiredOn,
        long packages,
        PrincipalId recordedBy,
        String recordedByName,
        Instant recordedAt,
        Optional<UUID> reverses) {
    /** Most packages in one entry. */
    public static final long MAX_PACKAGES = 1_000_000;

    public Purchase {
        long magnitude = reverses.isPresent() ? -packages : packages;
        if (magnitude < 1 || magnitude > MAX_PACKAGES) {
            throw new IllegalArgumentException("packages must be 1 to " + MAX_PACKAGES + ", was " + packages);
        }
        DayPeriod.requireInRange("acquiredOn", acquiredOn);
    }

    /** Returns the entry that takes this one back. */
    Purchase reversedAs(UUID reversal, PrincipalId by, String byName, Instant at) {
        return new Purchase(tenant, reversal, acquiredOn, -packages, by, byName, at, Optional.of(id));
    }
}
