package io.einvoicing.jdbc;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Service environments, and every snapshot that was published of them. */
final class JdbcEnvironmentRepository implements EnvironmentRepository {
    private static final Json.Column<EnvironmentSettings> SETTINGS = Json.column(EnvironmentSettings.class);
    private static final String SELECT = """
            select e.tenant_id, e.environment_id, e.name, e.draft, e.created_by, e.revision,
                p.number, p.name as published_name, p.published_at, p.published_by, p.settings
            from service_environment e
            left join published_environment p
                on p.tenant_id = e.tenant_id and p.environment_id = e.environment_id and p.number = e.published_number
            where e.tenant_id = :tenant""";
    private static final String SELECT_LATEST = """
            select e.tenant_id, e.environment_id, p.number, p.name as published_name, p.published_at, p.published_by, p.settings
            from service_environment e
            join published_environment p
                on p.tenant_id = e.tenant_id and p.environment_id = e.environment_id and p.number = e.published_number
            where e.tenant_id = :tenant""";

    private final Database database;

    JdbcEnvironmentRepository(Database database) {
        this.database = database;
    }

    @Override
    public Optional<ServiceEnvironment> find(TenantId tenant, EnvironmentId id) {
        return database.run(handle -> find(handle, tenant, id, ""));
    }

    private static Optional<ServiceEnvironment> find(Handle handle, TenantId tenant, EnvironmentId id, String lock) {
        return handle.createQuery(SELECT + " and e.environment_id = :environment" + lock)
                .bind("tenant", tenant.value())
                .bind("environment", id.value())
                .map((row, context) -> environment(row))
                .findOne();
    }

    @Override
    public List<ServiceEnvironment> list(TenantId tenant) {
        return database.run(handle -> handle.createQuery(SELECT + " order by e.name")
                .bind("tenant", tenant.value())
                .map((row, context) -> environment(row))
                .list());
    }

    @Override
    public Optional<PublishedEnvironment> latest(TenantId tenant, String name) {
        return database.run(handle -> handle.createQuery(SELECT_LATEST + " and e.name = :name")
                .bind("tenant", tenant.value())
                .bind("name", Json.storable(name))
                .map((row, context) -> published(row))
                .findOne());
    }

    @Override
    public Optional<PublishedEnvironment> latest(TenantId tenant, EnvironmentId id) {
        return database.run(handle -> handle.createQuery(SELECT_LATEST + " and e.environment_id = :environment")
                .bind("tenant", tenant.value())
                .bind("environment", id.value())
                .map((row, context) -> published(row))
                .findOne());
    }

    @Override
    public boolean exists(TenantId tenant, String name) {
        return database.run(handle -> handle.createQuery(
                        "select exists (select from service_environment where tenant_id = :tenant and name = :name)")
                .bind("tenant", tenant.value())
                .bind("name", Json.storable(name))
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public SaveResult save(ServiceEnvironment environment, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            Optional<ServiceEnvironment> before =
                    find(handle, environment.tenant(), environment.id(), " for update of e");
            if (before.map(ServiceEnvironment::revision).orElse(0L) != environment.revision() - 1) {
                return SaveResult.STALE;
            }
            if (before.isPresent()) {
                update(handle, environment);
            } else if (!insert(handle, environment)) {
                return SaveResult.NAME_TAKEN;
            }
            Optional<PublishedEnvironment> snapshot = environment
                    .published()
                    .filter(published -> !before.flatMap(ServiceEnvironment::published)
                            .map(PublishedEnvironment::number)
                            .equals(Optional.of(published.number())));
            snapshot.ifPresent(published -> insertSnapshot(handle, published));
            JdbcAuditTrail.record(
                    handle,
                    environment.tenant(),
                    stamp,
                    "environment/" + environment.id(),
                    before.map(JdbcEnvironmentRepository::state),
                    state(environment));
            return SaveResult.SAVED;
        });
    }

    private static boolean insert(Handle handle, ServiceEnvironment environment) {
        return handle.createUpdate("""
                                insert into service_environment
                                    (tenant_id, environment_id, name, draft, published_number, created_by, revision)
                                values (:tenant, :environment, :name, :draft::jsonb, :published, :creator, :revision)
                                on conflict do nothing""")
                        .bind("tenant", environment.tenant().value())
                        .bind("environment", environment.id().value())
                        .bind("name", environment.name())
                        .bind("draft", SETTINGS.write(environment.draft()))
                        .bind("published", publishedNumber(environment))
                        .bind("creator", environment.creator().value())
                        .bind("revision", environment.revision())
                        .execute()
                == 1;
    }

    private static void update(Handle handle, ServiceEnvironment environment) {
        handle.createUpdate("""
                        update service_environment
                        set draft = :draft::jsonb, published_number = :published, revision = :revision
                        where tenant_id = :tenant and environment_id = :environment""")
                .bind("tenant", environment.tenant().value())
                .bind("environment", environment.id().value())
                .bind("draft", SETTINGS.write(environment.draft()))
                .bind("published", publishedNumber(environment))
                .bind("revision", environment.revision())
                .execute();
    }

    private static void insertSnapshot(Handle handle, PublishedEnvironment snapshot) {
        handle.createUpdate("""
                        insert into published_environment
                            (tenant_id, environment_id, number, name, published_at, published_by, settings)
                        values (:tenant, :environment, :number, :name, :at, :by, :settings::jsonb)""")
                .bind("tenant", snapshot.tenant().value())
                .bind("environment", snapshot.environment().value())
                .bind("number", snapshot.number())
                .bind("name", snapshot.name())
                .bind("at", Columns.instant(snapshot.publishedAt()))
                .bind("by", snapshot.publishedBy().value())
                .bind("settings", SETTINGS.write(snapshot.settings()))
                .execute();
    }

    private static Optional<Integer> publishedNumber(ServiceEnvironment environment) {
        return environment.published().map(PublishedEnvironment::number);
    }

    private static ServiceEnvironment environment(ResultSet row) throws SQLException {
        boolean wasPublished = row.getObject("number") != null;
        return ServiceEnvironment.restore(
                Columns.tenant(row),
                new EnvironmentId(Columns.uuid(row, "environment_id")),
                row.getString("name"),
                SETTINGS.read(row.getString("draft")),
                wasPublished ? Optional.of(published(row)) : Optional.empty(),
                new PrincipalId(Columns.uuid(row, "created_by")),
                row.getLong("revision"));
    }

    private static PublishedEnvironment published(ResultSet row) throws SQLException {
        return new PublishedEnvironment(
                Columns.tenant(row),
                new EnvironmentId(Columns.uuid(row, "environment_id")),
                row.getString("published_name"),
                row.getInt("number"),
                Columns.instant(row, "published_at"),
                new PrincipalId(Columns.uuid(row, "published_by")),
                SETTINGS.read(row.getString("settings")));
    }

    private static Map<String, Object> state(ServiceEnvironment environment) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("name", environment.name());
        state.put("status", environment.status());
        state.put("draft", environment.draft());
        state.put("published", publishedNumber(environment));
        state.put("revision", environment.revision());
        return state;
    }
}
