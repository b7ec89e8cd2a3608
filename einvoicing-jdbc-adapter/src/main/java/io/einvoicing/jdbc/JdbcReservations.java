package io.einvoicing.jdbc;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.Reservation;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.port.Reservations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The register of reservations. Entries that name one use it up in the statement that records them. */
final class JdbcReservations implements Reservations {
    private static final String COLUMNS =
            "tenant_id, reservation_id, month, documents, used, reserved_by, reserved_at, expires_at, released_at";

    private static final String OPEN =
            "tenant_id = :tenant and released_at is null and expires_at > :now and used < documents";

    private static final String HELD =
            "select coalesce(sum(documents - used), 0) from usage_reservation where " + OPEN + " and month = :month";

    /** One statement: a document that uses a reservation up is either still held or already used. */
    private static final String TAKEN = """
            select
                (select coalesce(sum(quantity), 0) from usage_month
                    where tenant_id = :tenant and direction = 'EXPORT' and month = :month)
                + (select coalesce(sum(quantity), 0) from usage_delta
                    where tenant_id = :tenant and direction = 'EXPORT'
                        and billing_day >= :month and billing_day < :nextMonth)
                + (""" + HELD + ")";

    private static final String ADD = "insert into usage_reservation (" + COLUMNS + """
            ) values (:tenant, :reservation, :month, :documents, :used, :by, :now, :expiresAt, :releasedAt)
            on conflict do nothing""";

    private final Database database;

    JdbcReservations(Database database) {
        this.database = database;
    }

    @Override
    public OptionalLong reserve(Reservation reservation, long acquired) {
        return database.inTransaction(handle -> {
            TenantLock.RESERVING.await(handle, reservation.tenant());
            long taken = handle.createQuery(TAKEN)
                    .bind("tenant", reservation.tenant().value())
                    .bind("month", reservation.month().atDay(1))
                    .bind("nextMonth", reservation.month().plusMonths(1).atDay(1))
                    .bind("now", Columns.instant(reservation.reservedAt()))
                    .mapTo(Long.class)
                    .one();
            long available = Math.subtractExact(acquired, taken);
            if (reservation.documents() > available) {
                return OptionalLong.of(available);
            }
            handle.createUpdate(ADD)
                    .bind("tenant", reservation.tenant().value())
                    .bind("reservation", reservation.id().value())
                    .bind("month", reservation.month().atDay(1))
                    .bind("documents", reservation.documents())
                    .bind("used", reservation.used())
                    .bind("by", reservation.reservedBy().value())
                    .bind("now", Columns.instant(reservation.reservedAt()))
                    .bind("expiresAt", Columns.instant(reservation.expiresAt()))
                    .bind("releasedAt", reservation.releasedAt().map(Columns::instant))
                    .execute();
            return OptionalLong.empty();
        });
    }

    @Override
    public Optional<Reservation> find(TenantId tenant, ReservationId id) {
        return database.run(handle -> handle.createQuery("select " + COLUMNS
                        + " from usage_reservation where tenant_id = :tenant and reservation_id = :reservation")
                .bind("tenant", tenant.value())
                .bind("reservation", id.value())
                .map((row, context) -> reservation(row))
                .findOne());
    }

    @Override
    public List<Reservation> open(TenantId tenant, Instant now) {
        return database.run(handle -> handle.createQuery("select " + COLUMNS + " from usage_reservation where " + OPEN
                        + " order by reserved_at, reservation_id")
                .bind("tenant", tenant.value())
                .bind("now", Columns.instant(now))
                .map((row, context) -> reservation(row))
                .list());
    }

    @Override
    public long held(TenantId tenant, YearMonth month, Instant now) {
        return database.run(handle -> handle.createQuery(HELD)
                .bind("tenant", tenant.value())
                .bind("month", month.atDay(1))
                .bind("now", Columns.instant(now))
                .mapTo(Long.class)
                .one());
    }

    @Override
    public void release(TenantId tenant, ReservationId id, Instant at) {
        database.run(handle -> handle.createUpdate("update usage_reservation set released_at = :now where " + OPEN
                        + " and reservation_id = :reservation")
                .bind("tenant", tenant.value())
                .bind("reservation", id.value())
                .bind("now", Columns.instant(at))
                .execute());
    }

    private static Reservation reservation(ResultSet row) throws SQLException {
        return new Reservation(
                Columns.tenant(row),
                new ReservationId(Columns.uuid(row, "reservation_id")),
                YearMonth.from(row.getObject("month", LocalDate.class)),
                row.getLong("documents"),
                row.getLong("used"),
                new PrincipalId(Columns.uuid(row, "reserved_by")),
                Columns.instant(row, "reserved_at"),
                Columns.instant(row, "expires_at"),
                Columns.optionalInstant(row, "released_at"));
    }
}
