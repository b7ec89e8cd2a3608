package io.einvoicing.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.einvoicing.activation.Activation;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.statement.Update;

/** Tenants with their register of activated ERP instances. */
final class JdbcTenantRepository implements TenantRepository {
    private static final Json.Column<List<Activation>> ACTIVATIONS = Json.column(new TypeReference<>() {});
    private static final String UNKNOWN_ZONE = "22023";
    private static final String SELECT =
            "select tenant_id, name, geography, billing_zone, activations, revision from tenant where tenant_id = :tenant";

    private static final String INSERT = """
            insert into tenant (tenant_id, name, geography, billing_zone, sql_zone, activations, revision)
            values (:tenant, :name, :geography, :zone, :sqlZone, :activations::jsonb, :revision)
            on conflict do nothing""";
    private static final String UPDATE = """
            update tenant
            set name = :name, geography = :geography, billing_zone = :zone, sql_zone = :sqlZone,
                activations = :activations::jsonb, revision = :revision
            where tenant_id = :tenant""";

    private final Database database;

    JdbcTenantRepository(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
        return database.run(handle -> select(handle, SELECT, id));
    }

    @Override
    public SaveResult save(Tenant tenant, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            Optional<Tenant> before = select(handle, SELECT + " for update", tenant.id());
            if (before.map(Tenant::revision).orElse(0L) != tenant.revision() - 1) {
                return tenant.revision() == 1 ? SaveResult.NAME_TAKEN : SaveResult.STALE;
            }
            String statement = before.isPresent() ? UPDATE : INSERT;
            if (bind(handle.createUpdate(statement), tenant).execute() == 0) {
                return SaveResult.NAME_TAKEN;
            }
            requireSameZone(handle, tenant.billingZone(), stamp.at());
            JdbcAuditTrail.record(
                    handle,
                    tenant.id(),
                    stamp,
                    "tenant/" + tenant.id(),
                    before.map(JdbcTenantRepository::state),
                    state(tenant));
            return SaveResult.SAVED;
        });
    }

    private static Optional<Tenant> select(Handle handle, String sql, TenantId id) {
        return handle.createQuery(sql)
                .bind("tenant", id.value())
                .map((row, context) -> tenant(row))
                .findOne();
    }

    private static Tenant tenant(ResultSet row) throws SQLException {
        return new Tenant(
                Columns.tenant(row),
                row.getString("name"),
                Geography.valueOf(row.getString("geography")),
                ZoneId.of(row.getString("billing_zone")),
                ACTIVATIONS.read(row.getString("activations")),
                row.getLong("revision"));
    }

    private static Update bind(Update update, Tenant tenant) {
        return update.bind("tenant", tenant.id().value())
                .bind("name", tenant.name())
                .bind("geography", tenant.geography().name())
                .bind("zone", tenant.billingZone().getId())
                .bind("sqlZone", sqlZone(tenant.billingZone()))
                .bind("activations", ACTIVATIONS.write(tenant.activations()))
                .bind("revision", tenant.revision());
    }

    private static Map<String, Object> state(Tenant tenant) {
        return Map.of(
                "name", tenant.name(),
                "geography", tenant.geography(),
                "billingZone", tenant.billingZone().getId(),
                "activations", tenant.activations(),
                "revision", tenant.revision());
    }

    /** Returns the zone as PostgreSQL reads it: in its form for fixed offsets, positive means west of Greenwich. */
    static String sqlZone(ZoneId zone) {
        if (!(zone.normalized() instanceof ZoneOffset offset)) {
            return zone.getId();
        }
        int seconds = offset.getTotalSeconds();
        return seconds == 0
                ? "UTC"
                : "<" + offset.getId() + ">"
                        + ZoneOffset.ofTotalSeconds(-seconds).getId();
    }

    /**
     * Refuses a name that the database does not know, and one that it takes for an abbreviation: its CET has no summer time.
     */
    private static void requireSameZone(Handle handle, ZoneId zone, Instant from) {
        boolean same;
        try {
            same = handle
                    .createQuery("""
                            select instant, instant at time zone :zone as local,
                                exists (select from pg_timezone_abbrevs where abbrev = upper(:zone)) as is_abbreviation
                            from generate_series(:from, :from + interval '2 years', interval '1 month') as instant""")
                    .bind("zone", sqlZone(zone))
                    .bind("from", Columns.instant(from))
                    .map((row, context) -> !row.getBoolean("is_abbreviation")
                            || LocalDateTime.ofInstant(Columns.instant(row, "instant"), zone)
                                    .equals(row.getObject("local", LocalDateTime.class)))
                    .stream()
                    .allMatch(Boolean::booleanValue);
        } catch (JdbiException e) {
            if (!Database.sqlState(e).equals(Optional.of(UNKNOWN_ZONE))) {
                throw e;
            }
            same = false;
        }
        if (!same) {
            throw new IllegalArgumentException("the database does not know the billing zone \"" + zone
                    + "\" as this node does: choose a zone such as Europe/Berlin");
        }
    }
}
