package io.einvoicing.usage;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;

/**
 * Documents of a month's balance that are held for entries to come. It holds them until entries that name it have used them, it is
 * released, or it expires.
 *
 * @param tenant whose balance
 * @param id the reservation
 * @param month the month that ran when it was made
 * @param documents how many it holds at first, 1 to 1,000,000,000
 * @param used how many of them entries have used
 * @param reservedBy who made it
 * @param reservedAt when
 * @param expiresAt when it ends by itself
 * @param releasedAt when it was given back
 */
public record Reservation(
        TenantId tenant,
        ReservationId id,
        YearMonth month,
        long documents,
        long used,
        PrincipalId reservedBy,
        Instant reservedAt,
        Instant expiresAt,
        Optional<Instant> releasedAt) {
    /** Most documents in one reservation. */
    public static final long MAX_DOCUMENTS = 1_000_000_000L;

    /** How long a reservation holds. */
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    public Reservation {
        if (documents < 1 || documents > MAX_DOCUMENTS) {
            throw new IllegalArgumentException("documents must be 1 to " + MAX_DOCUMENTS + ", was " + documents);
        }
        if (used < 0 || used > documents) {
            throw new IllegalArgumentException("used must be 0 to " + documents + ", was " + used);
        }
    }

    /** Tells whether it still holds documents at the instant. */
    public boolean isOpen(Instant now) {
        return releasedAt.isEmpty() && now.isBefore(expiresAt) && used < documents;
    }

    /** Returns how many documents it holds at the instant. */
    public long remaining(Instant now) {
        return isOpen(now) ? documents - used : 0;
    }
}
