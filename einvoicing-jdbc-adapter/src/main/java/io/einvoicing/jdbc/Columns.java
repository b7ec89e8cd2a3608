package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Converts between column values and the core's types. */
final class Columns {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Columns() {}

    /**
     * Returns the instant as stored: in whole microseconds.
     *
     * @throws IllegalArgumentException if it is not within the years 1 to 9999
     */
    static OffsetDateTime instant(Instant instant) {
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException("instant must be within the years 1 to 9999, was " + instant);
        }
        return instant.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    static Optional<Instant> optionalInstant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    static UUID uuid(ResultSet row, String column) throws SQLException {
        return row.getObject(column, UUID.class);
    }

    static TenantId tenant(ResultSet row) throws SQLException {
        return new TenantId(uuid(row, "tenant_id"));
    }

    static <T> Optional<T> optional(ResultSet row, String column, Function<String, T> parse) throws SQLException {
        return Optional.ofNullable(row.getString(column)).map(parse);
    }
}
