package io.einvoicing.usage;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * Lets a vendor ask whether further documents stay within the running month's balance, and hold them. Blocks nobody: a vendor that
 * does not ask records whatever comes. Thread-safe. Every operation needs the role {@link Role#SUBMIT}.
 */
public final class VolumeReservations {
    private final UsageManagement.Ports ports;
    private final Books books;
    private final Identifiers identifiers;

    VolumeReservations(UsageManagement.Ports ports, Books books, Identifiers identifiers) {
        this.ports = ports;
        this.books = books;
        this.identifiers = identifiers;
    }

    /** Answers the question whether so many documents stay within the balance. */
    public sealed interface Answer {
        /** They do, and are held. */
        record Reserved(Reservation reservation) implements Answer {}

        /**
         * They do not; nothing is held.
         *
         * @param month the running month
         * @param documents how many were asked for
         * @param available how many there are; may be negative
         */
        record NotAvailable(YearMonth month, long documents, long available) implements Answer {}

        /** Answers both cases. */
        default <T> T fold(Function<Reserved, T> onReserved, Function<NotAvailable, T> onNotAvailable) {
            return this instanceof Reserved reserved
                    ? onReserved.apply(reserved)
                    : onNotAvailable.apply((NotAvailable) this);
        }
    }

    /**
     * Holds documents of the running month for 15 minutes; refused as CONFLICT if so many are not available.
     *
     * @throws IllegalArgumentException if the number is out of range
     * @see #ask
     */
    public Result<Reservation> reserve(Caller caller, long documents) {
        return ask(caller, documents)
                .fold(
                        answer -> answer.fold(
                                reserved -> Result.accepted(reserved.reservation()),
                                lack -> Result.refused(
                                        Refusal.conflict(lack.documents() + " documents are not available in "
                                                + lack.month() + ", available are " + lack.available()
                                                + ": purchase packages, or record without a reservation"))),
                        Result::refused);
    }

    /**
     * Holds documents of the running month for 15 minutes, or says how many there are. Of two callers at one instant, both succeed
     * only if there is enough for both.
     *
     * @throws IllegalArgumentException if the number is out of range
     */
    public Result<Answer> ask(Caller caller, long documents) {
        return books.permitted(caller, Role.SUBMIT, (calendar, now) -> {
            MonthUsage month = books.month(caller.tenant(), calendar, now, calendar.month(now));
            Reservation reservation = new Reservation(
                    caller.tenant(),
                    new ReservationId(identifiers.next()),
                    month.month(),
                    documents,
                    0,
                    caller.principal(),
                    now,
                    now.plus(Reservation.LIFETIME),
                    Optional.empty());
            OptionalLong available =
                    ports.reservations().reserve(reservation, month.balance().acquired());
            return Result.accepted(
                    available.isEmpty()
                            ? new Answer.Reserved(reservation)
                            : new Answer.NotAvailable(month.month(), documents, available.getAsLong()));
        });
    }

    /** Returns a reservation, whether it is open or not. */
    public Result<Reservation> find(Caller caller, ReservationId id) {
        return books.permitted(caller, Role.SUBMIT, (calendar, now) -> found(caller, id));
    }

    /** Returns the reservations that are open now, the oldest first. */
    public Result<List<Reservation>> open(Caller caller) {
        return books.permitted(
                caller,
                Role.SUBMIT,
                (calendar, now) -> Result.accepted(ports.reservations().open(caller.tenant(), now)));
    }

    /** Gives back what a reservation still holds; repeatable. */
    public Result<Reservation> release(Caller caller, ReservationId id) {
        return books.permitted(caller, Role.SUBMIT, (calendar, now) -> {
            ports.reservations().release(caller.tenant(), id, now);
            return found(caller, id);
        });
    }

    private Result<Reservation> found(Caller caller, ReservationId id) {
        return ports.reservations()
                .find(caller.tenant(), id)
                .map(Result::accepted)
                .orElseGet(() -> Result.refused(Refusal.notFound("reservation " + id)));
    }
}
