package io.einvoicing.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.einvoicing.activation.Activation;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.activation.Configurator;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/** Tenants with their register of activated ERP instances. */
final class JdbcTenantRepository implements TenantRepository {
    private static final Json.Column<List<Activation>> ACTIVATIONS = Json.column(new TypeReference<>() {});
    private static final Json.Column<List<BillingCalendar.Period>> BILLING = Json.column(new TypeReference<>() {});
    private static final Json.Column<Configurator> CONFIGURATOR = Json.column(Configurator.class);
    private static final String SELECT =
            "select tenant_id, name, domain, geography, billing, configurator, activations, revision from tenant";
    private static final String BY_ID = SELECT + " where tenant_id = :tenant";

    private static final String INSERT = """
            insert into tenant (tenant_id, name, domain, geography, billing, configurator, activations, revision)
            values (:tenant, :name, :domain, :geography, :billing::jsonb, :configurator::jsonb, :activations::jsonb, :revision)
            on conflict (tenant_id) do nothing""";
    private static final String UPDATE = """
            update tenant
            set name = :name, domain = :domain, geography = :geography, billing = :billing::jsonb,
                configurator = :configurator::jsonb, activations = :activations::jsonb, revision = :revision
            where tenant_id = :tenant""";
    /** What stops a change, by the name of the unique key. */
    private static final Map<String, SaveResult> TAKEN = Map.of("tenant_domain", SaveResult.KEY_TAKEN);

    private final Database database;

    JdbcTenantRepository(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
        return database.run(handle -> select(handle, BY_ID, id));
    }

    @Override
    public Optional<Tenant> findByDomain(String domain) {
        return database.run(handle -> handle.createQuery(SELECT + " where domain = :domain")
                .bind("domain", Json.storable(domain))
                .map((row, context) -> tenant(row))
                .findOne());
    }

    @Override
    public List<Tenant> list(Optional<TenantId> after, int limit) {
        return database.run(handle -> handle.createQuery(SELECT
                        + " where :after::uuid is null or tenant_id > :after::uuid order by tenant_id limit :limit")
                .bind("after", after.map(TenantId::value))
                .bind("limit", limit)
                .map((row, context) -> tenant(row))
                .list());
    }

    static Optional<BillingCalendar> billing(Database database, TenantId id) {
        return database.run(handle -> handle.createQuery("select billing from tenant where tenant_id = :tenant")
                .bind("tenant", id.value())
                .map((row, context) -> billing(row))
                .findOne());
    }

    @Override
    public SaveResult save(Tenant tenant, AuditStamp stamp) {
        return database.inTransaction(TAKEN, handle -> {
            Optional<Tenant> before = select(handle, BY_ID + " for update", tenant.id());
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
                Optional.ofNullable(row.getString("domain")),
                new Geography(row.getString("geography")),
                billing(row),
                Optional.ofNullable(row.getString("configurator")).map(CONFIGURATOR::read),
                ACTIVATIONS.read(row.getString("activations")),
                row.getLong("revision"));
    }

    private static BillingCalendar billing(ResultSet row) throws SQLException {
        return new BillingCalendar(BILLING.read(row.getString("billing")));
    }

    private static Update bind(Update update, Tenant tenant) {
        return update.bind("tenant", tenant.id().value())
                .bind("name", tenant.name())
                .bind("domain", tenant.domain())
                .bind("geography", tenant.geography().id())
                .bind("billing", BILLING.write(tenant.billing().periods()))
                .bind("configurator", tenant.configurator().map(CONFIGURATOR::write))
                .bind("activations", ACTIVATIONS.write(tenant.activations()))
                .bind("revision", tenant.revision());
    }

    private static Map<String, Object> state(Tenant tenant) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("name", tenant.name());
        state.put("domain", tenant.domain());
        state.put("geography", tenant.geography().id());
        state.put("billing", tenant.billing().periods());
        state.put("configurator", tenant.configurator());
        state.put("activations", tenant.activations());
        state.put("revision", tenant.revision());
        return state;
    }
}
