package io.einvoicing.testkit.memory;

import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.Reservation;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.port.Reservations;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Keeps reservations in memory. */
public final class InMemoryReservations implements Reservations {
    private final Map<Key, Reservation> reservations = new LinkedHashMap<>();
    private final InMemoryStore store;
    private final Outage outage;

    private record Key(TenantId tenant, ReservationId id) {}

    InMemoryReservations(InMemoryStore store, Outage outage) {
        this.store = store;
        this.outage = outage;
    }

    @Override
    public OptionalLong reserve(Reservation reservation, long acquired) {
        outage.check();
        synchronized (store.ledger()) { // first the ledger, then this: recording locks in that order too
            long used = store.ledger()
                    .byMonth(
                            reservation.tenant(),
                            Direction.EXPORT,
                            MonthPeriod.of(reservation.month()),
                            UsageFilter.NONE)
                    .getOrDefault(reservation.month(), 0L);
            return reserve(reservation, acquired, used);
        }
    }

    private synchronized OptionalLong reserve(Reservation reservation, long acquired, long used) {
        long available = acquired - used - held(reservation.tenant(), reservation.month(), reservation.reservedAt());
        if (reservation.documents() > available) {
            return OptionalLong.of(available);
        }
        reservations.put(new Key(reservation.tenant(), reservation.id()), reservation);
        return OptionalLong.empty();
    }

    @Override
    public synchronized Optional<Reservation> find(TenantId tenant, ReservationId id) {
        outage.check();
        return Optional.ofNullable(reservations.get(new Key(tenant, id)));
    }

    @Override
    public synchronized List<Reservation> open(TenantId tenant, Instant now) {
        outage.check();
        return reservations.values().stream()
                .filter(each -> each.tenant().equals(tenant) && each.isOpen(now))
                .sorted(Comparator.comparing(Reservation::reservedAt))
                .toList();
    }

    @Override
    public synchronized long held(TenantId tenant, YearMonth month, Instant now) {
        return open(tenant, now).stream()
                .filter(each -> each.month().equals(month))
                .mapToLong(each -> each.remaining(now))
                .sum();
    }

    @Override
    public synchronized void release(TenantId tenant, ReservationId id, Instant at) {
        outage.check();
        reservations.computeIfPresent(
                new Key(tenant, id), (key, each) -> each.isOpen(at) ? with(each, each.used(), Optional.of(at)) : each);
    }

    /** Uses a reservation within the call of another adapter of the same store. */
    synchronized void use(TenantId tenant, ReservationId id, long documents) {
        reservations.computeIfPresent(
                new Key(tenant, id),
                (key, each) -> with(each, Math.min(each.documents(), each.used() + documents), each.releasedAt()));
    }

    private static Reservation with(Reservation each, long used, Optional<Instant> releasedAt) {
        return new Reservation(
                each.tenant(),
                each.id(),
                each.month(),
                each.documents(),
                used,
                each.reservedBy(),
                each.reservedAt(),
                each.expiresAt(),
                releasedAt);
    }
}
