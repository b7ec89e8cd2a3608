package io.einvoicing.http.api;

import io.einvoicing.usage.Reservation;
import java.time.Instant;
import java.time.YearMonth;
import java.util.UUID;

/**
 * Documents of a month's balance that are held for entries to come.
 *
 * @param id the reservation
 * @param month the month that ran when it was made
 * @param documents how many it held at first
 * @param remaining how many it holds now; 0 once it is used up, released or expired
 * @param expiresAt when it ends by itself
 */
public record ReservationView(UUID id, YearMonth month, long documents, long remaining, Instant expiresAt) {
    /** Shows a reservation as it stands at the instant. */
    public static ReservationView of(Reservation reservation, Instant now) {
        return new ReservationView(
                reservation.id().value(),
                reservation.month(),
                reservation.documents(),
                reservation.remaining(now),
                reservation.expiresAt());
    }
}
