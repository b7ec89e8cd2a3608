package io.einvoicing.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.einvoicing.activation.Activation;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Tenants with their register of activated ERP instances. */
final class JdbcTenantRepository implements TenantRepository {
    private static final Json.Column<List<Activation>> ACTIVATIONS = Json.column(new TypeReference<>() {});
    private static final Json.Column<List<BillingCalendar.Period>> BILLING = Json.column(new TypeReference<>() {});
    private static final String SELECT =
            "select tenant_id, name, geography, billing, activations, revision from tenant where tenant_id = :tenant";

    private static final String INSERT = """
            insert into tenant (tenant_id, name, geography, billing, activations, revision)
            values (:tenant, :name, :geography, :billing::jsonb, :activations::jsonb, :revision)
            on conflict do nothing""";
    private static final String UPDATE = """
            update tenant
            set name = :name, geography = :geography, billing = :billing::jsonb,
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

    static Optional<BillingCalendar> billing(Database database, TenantId id) {
        return database.run(handle -> handle.createQuery("select billing from tenant where tenant_id = :tenant")
                .bind("tenant", id.value())
                .map((row, context) -> billing(row))
                .findOne());
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
                billing(row),
                ACTIVATIONS.read(row.getString("activations")),
                row.getLong("revision"));
    }

    private static BillingCalendar billing(ResultSet row) throws SQLException {
        return new BillingCalendar(BILLING.read(row.getString("billing")));
    }

    private static Update bind(Update update, Tenant tenant) {
        return update.bind("tenant", tenant.id().value())
                .bind("name", tenant.name())
                .bind("geography", tenant.geography().name())
                .bind("billing", BILLING.write(tenant.billing().periods()))
                .bind("activations", ACTIVATIONS.write(tenant.activations()))
                .bind("revision", tenant.revision());
    }

    private static Map<String, Object> state(Tenant tenant) {
        return Map.of(
                "name", tenant.name(),
                "geography", tenant.geography(),
                "billing", tenant.billing().periods(),
                "activations", tenant.activations(),
                "revision", tenant.revision());
    }
}
