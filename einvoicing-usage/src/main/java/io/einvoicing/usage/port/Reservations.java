package io.einvoicing.usage.port;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.Reservation;
import io.einvoicing.usage.ReservationId;
import java.time.Instant;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Register of reservations. Thread-safe. Every method throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no
 * answer.
 */
public interface Reservations {
    /**
     * Adds a reservation if the month's exported documents, the documents that its open reservations hold and the new ones are
     * together not more than what was acquired. One reserver of a tenant and month at a time; recording never waits for it.
     *
     * @param acquired free and purchased volume of the month
     * @return empty if it was added; else how many documents are available, which may be negative
     */
    OptionalLong reserve(Reservation reservation, long acquired);

    Optional<Reservation> find(TenantId tenant, ReservationId id);

    /** Returns the reservations of the tenant that are open at the instant, the oldest first. */
    List<Reservation> open(TenantId tenant, Instant now);

    /** Returns how many documents the month's open reservations hold at the instant. */
    long held(TenantId tenant, YearMonth month, Instant now);

    /** Gives back what a reservation still holds; a reservation that is not open stays as it is. */
    void release(TenantId tenant, ReservationId id, Instant at);
}
