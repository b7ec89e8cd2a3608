package io.einvoicing.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.connectedapp.ApplicationDetails;
import io.einvoicing.connectedapp.ConnectedApplication;
import io.einvoicing.connectedapp.ConnectedApplicationId;
import io.einvoicing.connectedapp.SetupDeployment;
import io.einvoicing.connectedapp.port.ConnectedApplicationRepository;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.SecretReference;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** Connected applications, and what was deployed to them. */
final class JdbcConnectedApplicationRepository implements ConnectedApplicationRepository {
    private static final Json.Column<List<SetupDeployment.Setting>> SETTINGS = Json.column(new TypeReference<>() {});
    private static final String SELECT = """
            select tenant_id, application_id, name, type, application_url, directory, client_id, secret_vault, secret_name,
                environments, revision
            from connected_application
            where tenant_id = :tenant""";

    private final Database database;

    JdbcConnectedApplicationRepository(Database database) {
        this.database = database;
    }

    @Override
    public Optional<ConnectedApplication> find(TenantId tenant, ConnectedApplicationId id) {
        return database.run(handle -> find(handle, tenant, id, ""));
    }

    private static Optional<ConnectedApplication> find(
            Handle handle, TenantId tenant, ConnectedApplicationId id, String lock) {
        return handle.createQuery(SELECT + " and application_id = :application" + lock)
                .bind("tenant", tenant.value())
                .bind("application", id.value())
                .map((row, context) -> application(row))
                .findOne();
    }

    @Override
    public List<ConnectedApplication> list(TenantId tenant) {
        return database.run(handle -> handle.createQuery(SELECT + " order by name")
                .bind("tenant", tenant.value())
                .map((row, context) -> application(row))
                .list());
    }

    @Override
    public SaveResult save(ConnectedApplication application, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            TenantLock.NAMING.await(handle, application.tenant());
            Optional<ConnectedApplication> before = find(handle, application.tenant(), application.id(), " for update");
            if (before.map(ConnectedApplication::revision).orElse(0L) != application.revision() - 1) {
                return SaveResult.STALE;
            }
            if (isNameTaken(handle, application)) {
                return SaveResult.NAME_TAKEN;
            }
            write(handle, application);
            JdbcAuditTrail.record(
                    handle,
                    application.tenant(),
                    stamp,
                    subject(application.id()),
                    before.map(JdbcConnectedApplicationRepository::state),
                    state(application));
            return SaveResult.SAVED;
        });
    }

    private static boolean isNameTaken(Handle handle, ConnectedApplication application) {
        return handle.createQuery("""
                        select exists (select from connected_application
                            where tenant_id = :tenant and name = :name and application_id <> :application)""")
                .bind("tenant", application.tenant().value())
                .bind("name", application.name())
                .bind("application", application.id().value())
                .mapTo(Boolean.class)
                .one();
    }

    private static void write(Handle handle, ConnectedApplication application) {
        ApplicationDetails details = application.details();
        SecretReference secret = details.credentials().secret();
        handle.createUpdate("""
                        insert into connected_application (tenant_id, application_id, name, type, application_url, directory,
                            client_id, secret_vault, secret_name, environments, revision)
                        values (:tenant, :application, :name, :type, :url, :directory,
                            :client, :vault, :secret, :environments, :revision)
                        on conflict (tenant_id, application_id) do update
                        set name = excluded.name, type = excluded.type, application_url = excluded.application_url,
                            directory = excluded.directory, client_id = excluded.client_id,
                            secret_vault = excluded.secret_vault, secret_name = excluded.secret_name,
                            environments = excluded.environments, revision = excluded.revision""")
                .bind("tenant", application.tenant().value())
                .bind("application", application.id().value())
                .bind("name", details.name())
                .bind("type", details.type().name())
                .bind("url", details.applicationUrl().toString())
                .bind("directory", details.directoryTenant())
                .bind("client", details.credentials().clientId())
                .bind("vault", secret.vault().toString())
                .bind("secret", secret.name())
                .bindArray(
                        "environments",
                        UUID.class,
                        application.environments().stream()
                                .map(EnvironmentId::value)
                                .toList())
                .bind("revision", application.revision())
                .execute();
    }

    @Override
    public SaveResult remove(ConnectedApplication seen, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            int removed = handle.createUpdate("delete from connected_application where tenant_id = :tenant"
                            + " and application_id = :application and revision = :revision")
                    .bind("tenant", seen.tenant().value())
                    .bind("application", seen.id().value())
                    .bind("revision", seen.revision())
                    .execute();
            if (removed == 0) {
                return SaveResult.STALE;
            }
            JdbcAuditTrail.record(
                    handle, seen.tenant(), stamp, subject(seen.id()), Optional.of(state(seen)), Optional.empty());
            return SaveResult.SAVED;
        });
    }

    @Override
    public void record(SetupDeployment deployment, AuditStamp stamp) {
        database.inTransaction(handle -> {
            int inserted = handle.createUpdate("""
                            insert into setup_deployment (tenant_id, application_id, deployment_id, feature_id, version,
                                deployed_at, deployed_by, by_name, settings)
                            values (:tenant, :application, :deployment, :feature, :version,
                                :at, :by, :byName, :settings::jsonb)
                            on conflict do nothing""")
                    .bind("tenant", deployment.tenant().value())
                    .bind("application", deployment.application().value())
                    .bind("deployment", deployment.id())
                    .bind("feature", deployment.feature().value())
                    .bind("version", deployment.version())
                    .bind("at", Columns.instant(deployment.at()))
                    .bind("by", deployment.by().value())
                    .bind("byName", Json.storable(deployment.byName()))
                    .bind("settings", SETTINGS.write(deployment.settings()))
                    .execute();
            if (inserted == 1) {
                JdbcAuditTrail.record(
                        handle,
                        deployment.tenant(),
                        stamp,
                        subject(deployment.application()),
                        Optional.empty(),
                        state(deployment));
            }
            return inserted;
        });
    }

    @Override
    public List<SetupDeployment> deployments(
            TenantId tenant, ConnectedApplicationId application, Optional<UUID> after, int limit) {
        return database.run(handle -> handle.createQuery("""
                        select * from setup_deployment
                        where tenant_id = :tenant and application_id = :application
                            and (:after::uuid is null or (deployed_at, deployment_id) < (
                                select deployed_at, deployment_id from setup_deployment
                                where tenant_id = :tenant and application_id = :application and deployment_id = :after))
                        order by deployed_at desc, deployment_id desc limit :limit""")
                .bind("tenant", tenant.value())
                .bind("application", application.value())
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> deployment(row))
                .list());
    }

    private static ConnectedApplication application(ResultSet row) throws SQLException {
        return new ConnectedApplication(
                Columns.tenant(row),
                new ConnectedApplicationId(Columns.uuid(row, "application_id")),
                new ApplicationDetails(
                        row.getString("name"),
                        ApplicationDetails.Type.valueOf(row.getString("type")),
                        URI.create(row.getString("application_url")),
                        row.getString("directory"),
                        new ApplicationDetails.Credentials(
                                row.getString("client_id"),
                                new SecretReference(
                                        URI.create(row.getString("secret_vault")), row.getString("secret_name")))),
                Stream.of((UUID[]) row.getArray("environments").getArray())
                        .map(EnvironmentId::new)
                        .toList(),
                row.getLong("revision"));
    }

    private static SetupDeployment deployment(ResultSet row) throws SQLException {
        return new SetupDeployment(
                Columns.tenant(row),
                Columns.uuid(row, "deployment_id"),
                new ConnectedApplicationId(Columns.uuid(row, "application_id")),
                new FeatureId(Columns.uuid(row, "feature_id")),
                row.getInt("version"),
                Columns.instant(row, "deployed_at"),
                new PrincipalId(Columns.uuid(row, "deployed_by")),
                row.getString("by_name"),
                SETTINGS.read(row.getString("settings")));
    }

    private static String subject(ConnectedApplicationId id) {
        return "connected-application/" + id;
    }

    private static Map<String, Object> state(ConnectedApplication application) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("details", application.details());
        state.put(
                "environments",
                application.environments().stream().map(EnvironmentId::value).toList());
        state.put("revision", application.revision());
        return state;
    }

    private static Map<String, Object> state(SetupDeployment deployment) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("deployment", deployment.id());
        state.put("feature", deployment.feature().value());
        state.put("version", deployment.version());
        state.put("settings", deployment.settings());
        return state;
    }
}
