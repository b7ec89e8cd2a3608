package io.einvoicing.jdbc;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.LatestVersion;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Features, their versions and deployments. */
final class JdbcFeatureRepository implements FeatureRepository {
    private static final Json.Column<FeatureContent> CONTENT = Json.column(FeatureContent.class);
    private static final String SELECT_FEATURE = """
            select tenant_id, feature_id, name, provider_id, base_tenant_id, base_feature_id, base_name, revision
            from feature where tenant_id = :tenant and deleted_at is null""";
    private static final String SELECT_VERSION = """
            select v.tenant_id, v.feature_id, f.name, v.number, v.status, v.effective_from, v.content, v.base_version,
                v.revision
            from feature_version v join feature f on f.tenant_id = v.tenant_id and f.feature_id = v.feature_id
            where v.tenant_id = :tenant and v.feature_id = :feature""";

    private static final String SELECT_DEPLOYMENT = """
            select tenant_id, environment_id, deployment_id, feature_id, version, effective_from, deployed_at,
                deployed_by, canceled_at
            from deployment where tenant_id = :tenant""";
    private static final String IN_ORDER = " order by deployed_at, deployment_id";

    private final Database database;

    JdbcFeatureRepository(Database database) {
        this.database = database;
    }

    @Override
    public Optional<Feature> find(TenantId tenant, FeatureId feature) {
        return database.run(handle -> find(handle, tenant, feature));
    }

    private static Optional<Feature> find(Handle handle, TenantId tenant, FeatureId feature) {
        return ofFeature(handle, SELECT_FEATURE + " and feature_id = :feature", tenant, feature)
                .map((row, context) -> feature(row))
                .findOne();
    }

    @Override
    public List<Feature> list(TenantId tenant) {
        return database.run(handle -> handle.createQuery(SELECT_FEATURE + " order by name")
                .bind("tenant", tenant.value())
                .map((row, context) -> feature(row))
                .list());
    }

    @Override
    public SaveResult create(Feature feature, FeatureVersion first, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            boolean baseIsDeleted = feature.base()
                    .filter(base -> base.tenant().equals(feature.tenant()))
                    .filter(base -> !lockFeature(handle, feature.tenant(), base.feature(), " for share"))
                    .isPresent();
            if (baseIsDeleted) {
                return SaveResult.GONE;
            }
            if (!insert(handle, feature)) {
                return find(handle, feature.tenant(), feature.id()).isPresent()
                        ? SaveResult.STALE
                        : SaveResult.NAME_TAKEN;
            }
            return saveVersion(handle, first, stamp);
        });
    }

    private static boolean insert(Handle handle, Feature feature) {
        return handle.createUpdate("""
                                insert into feature
                                    (tenant_id, feature_id, name, provider_id, base_tenant_id, base_feature_id, base_name,
                                    revision)
                                values (:tenant, :feature, :name, :provider, cast(:baseTenant as uuid),
                                    cast(:baseFeature as uuid), :baseName, :revision)
                                on conflict do nothing""")
                        .bind("tenant", feature.tenant().value())
                        .bind("feature", feature.id().value())
                        .bind("name", feature.name())
                        .bind("provider", feature.provider().value())
                        .bind(
                                "baseTenant",
                                feature.base()
                                        .map(base -> base.tenant().value())
                                        .orElse(null))
                        .bind(
                                "baseFeature",
                                feature.base()
                                        .map(base -> base.feature().value())
                                        .orElse(null))
                        .bind("baseName", feature.base().map(Feature.Base::name).orElse(null))
                        .bind("revision", feature.revision())
                        .execute()
                == 1;
    }

    /** Locks a feature against deletion, or for it; tells whether it exists. */
    private static boolean lockFeature(Handle handle, TenantId tenant, FeatureId feature, String lock) {
        return ofFeature(handle, SELECT_FEATURE + " and feature_id = :feature" + lock, tenant, feature)
                .map((row, context) -> feature(row))
                .findOne()
                .isPresent();
    }

    @Override
    public List<LatestVersion> latestVersions(TenantId tenant) {
        return database.run(handle -> handle.createQuery("""
                        select distinct on (feature_id) feature_id, number, status, base_version
                        from feature_version where tenant_id = :tenant order by feature_id, number desc""")
                .bind("tenant", tenant.value())
                .map((row, context) -> new LatestVersion(
                        new FeatureId(Columns.uuid(row, "feature_id")),
                        row.getInt("number"),
                        FeatureVersion.Status.valueOf(row.getString("status")),
                        baseVersion(row)))
                .list());
    }

    @Override
    public List<Feature> derivedFrom(TenantId tenant, FeatureId base) {
        return database.run(handle -> derivedFrom(handle, tenant, base));
    }

    private static List<Feature> derivedFrom(Handle handle, TenantId tenant, FeatureId base) {
        return ofFeature(
                        handle,
                        SELECT_FEATURE + " and base_tenant_id = :tenant and base_feature_id = :feature order by name",
                        tenant,
                        base)
                .map((row, context) -> feature(row))
                .list();
    }

    @Override
    public SaveResult delete(Feature feature, AuditStamp stamp) {
        TenantId tenant = feature.tenant();
        return database.inTransaction(handle -> {
            if (!lockFeature(handle, tenant, feature.id(), " for update")
                    || !derivedFrom(handle, tenant, feature.id()).isEmpty()
                    || deployments(handle, tenant, feature.id()).stream()
                            .anyMatch(deployment -> deployment.canceledAt().isEmpty())) {
                return SaveResult.STALE;
            }
            ofFeature(
                            handle.createUpdate(
                                    "delete from feature_share where tenant_id = :tenant and feature_id = :feature"),
                            tenant,
                            feature.id())
                    .execute();
            ofFeature(handle.createUpdate("""
                                    update feature set deleted_at = :at
                                    where tenant_id = :tenant and feature_id = :feature"""), tenant, feature.id())
                    .bind("at", Columns.instant(stamp.at()))
                    .execute();
            JdbcAuditTrail.record(
                    handle, tenant, stamp, "feature/" + feature.id(), Optional.of(state(feature)), Optional.empty());
            return SaveResult.SAVED;
        });
    }

    @Override
    public Optional<FeatureVersion> findVersion(TenantId tenant, FeatureId feature, int number) {
        return database.run(handle -> findVersion(handle, tenant, feature, number, ""));
    }

    private static Optional<FeatureVersion> findVersion(
            Handle handle, TenantId tenant, FeatureId feature, int number, String lock) {
        return ofFeature(handle, SELECT_VERSION + " and v.number = :number" + lock, tenant, feature)
                .bind("number", number)
                .map((row, context) -> version(row))
                .findOne();
    }

    @Override
    public List<FeatureVersion> versions(TenantId tenant, FeatureId feature) {
        return database.run(handle -> ofFeature(handle, SELECT_VERSION + " order by v.number", tenant, feature)
                .map((row, context) -> version(row))
                .list());
    }

    @Override
    public SaveResult save(FeatureVersion version, AuditStamp stamp) {
        return database.inTransaction(handle -> saveVersion(handle, version, stamp));
    }

    private static SaveResult saveVersion(Handle handle, FeatureVersion version, AuditStamp stamp) {
        if (!lockFeature(handle, version.tenant(), version.feature(), " for share")) {
            return SaveResult.GONE;
        }
        Optional<FeatureVersion> before = lock(handle, version);
        if (before.map(FeatureVersion::revision).orElse(0L) != version.revision() - 1) {
            return SaveResult.STALE;
        }
        if (before.isPresent()) {
            update(handle, version);
        } else if (!insert(handle, version)) {
            return SaveResult.STALE;
        }
        JdbcAuditTrail.record(
                handle,
                version.tenant(),
                stamp,
                subject(version),
                before.map(JdbcFeatureRepository::state),
                state(version));
        return SaveResult.SAVED;
    }

    @Override
    public SaveResult deleteDraft(FeatureVersion draft, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            int deleted = ofFeature(handle.createUpdate("""
                                    delete from feature_version
                                    where tenant_id = :tenant and feature_id = :feature and number = :number
                                        and status = 'DRAFT' and revision = :revision"""), draft.tenant(), draft.feature())
                    .bind("number", draft.number())
                    .bind("revision", draft.revision())
                    .execute();
            if (deleted == 0) {
                return SaveResult.STALE;
            }
            JdbcAuditTrail.record(
                    handle, draft.tenant(), stamp, subject(draft), Optional.of(state(draft)), Optional.empty());
            return SaveResult.SAVED;
        });
    }

    @Override
    public SaveResult deploy(Deployment deployment, FeatureVersion version, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            if (JdbcEnvironmentRepository.isDeletedUnlessHeld(handle, deployment.tenant(), deployment.environment())) {
                return SaveResult.GONE;
            }
            if (!lockFeature(handle, version.tenant(), version.feature(), " for share")) {
                return SaveResult.GONE;
            }
            long stored = lock(handle, version).map(FeatureVersion::revision).orElse(0L);
            if (stored == version.revision() - 1 && stored > 0) {
                update(handle, version);
            } else if (stored != version.revision()) {
                return SaveResult.STALE;
            }
            if (insert(handle, deployment)) {
                JdbcAuditTrail.record(
                        handle, deployment.tenant(), stamp, subject(deployment), Optional.empty(), state(deployment));
            }
            return SaveResult.SAVED;
        });
    }

    @Override
    public void cancel(Deployment canceled, AuditStamp stamp) {
        database.inTransaction(handle -> {
            int updated = handle.createUpdate("""
                            update deployment set canceled_at = :at
                            where tenant_id = :tenant and environment_id = :environment and deployment_id = :deployment
                                and canceled_at is null""")
                    .bind("tenant", canceled.tenant().value())
                    .bind("environment", canceled.environment().value())
                    .bind("deployment", canceled.id())
                    .bind("at", Columns.instant(canceled.canceledAt().orElse(stamp.at())))
                    .execute();
            if (updated == 1) {
                Map<String, Object> before = state(canceled);
                before.remove("canceledAt");
                JdbcAuditTrail.record(
                        handle, canceled.tenant(), stamp, subject(canceled), Optional.of(before), state(canceled));
            }
            return updated;
        });
    }

    @Override
    public List<Deployment> deployments(TenantId tenant, EnvironmentId environment) {
        return database.run(
                handle -> handle.createQuery(SELECT_DEPLOYMENT + " and environment_id = :environment" + IN_ORDER)
                        .bind("tenant", tenant.value())
                        .bind("environment", environment.value())
                        .map((row, context) -> deployment(row))
                        .list());
    }

    @Override
    public List<Deployment> deployments(TenantId tenant, FeatureId feature) {
        return database.run(handle -> deployments(handle, tenant, feature));
    }

    private static List<Deployment> deployments(Handle handle, TenantId tenant, FeatureId feature) {
        return ofFeature(handle, SELECT_DEPLOYMENT + " and feature_id = :feature" + IN_ORDER, tenant, feature)
                .map((row, context) -> deployment(row))
                .list();
    }

    private static Query ofFeature(Handle handle, String sql, TenantId tenant, FeatureId feature) {
        return ofFeature(handle.createQuery(sql), tenant, feature);
    }

    private static <S extends SqlStatement<S>> S ofFeature(S statement, TenantId tenant, FeatureId feature) {
        return statement.bind("tenant", tenant.value()).bind("feature", feature.value());
    }

    private static Optional<FeatureVersion> lock(Handle handle, FeatureVersion version) {
        return findVersion(handle, version.tenant(), version.feature(), version.number(), " for update of v");
    }

    private static boolean insert(Handle handle, FeatureVersion version) {
        return handle.createUpdate("""
                                insert into feature_version
                                    (tenant_id, feature_id, number, status, effective_from, content, base_version, revision)
                                values (:tenant, :feature, :number, :status, :from, :content::jsonb, cast(:base as int),
                                    :revision)
                                on conflict do nothing""")
                        .bind("tenant", version.tenant().value())
                        .bind("feature", version.feature().value())
                        .bind("number", version.number())
                        .bind("status", version.status().name())
                        .bind("from", Columns.instant(version.effectiveFrom()))
                        .bind("content", CONTENT.write(version.content()))
                        .bind("base", number(version.baseVersion()))
                        .bind("revision", version.revision())
                        .execute()
                == 1;
    }

    private static void update(Handle handle, FeatureVersion version) {
        handle.createUpdate("""
                        update feature_version
                        set status = :status, effective_from = :from, content = :content::jsonb, revision = :revision
                        where tenant_id = :tenant and feature_id = :feature and number = :number""")
                .bind("tenant", version.tenant().value())
                .bind("feature", version.feature().value())
                .bind("number", version.number())
                .bind("status", version.status().name())
                .bind("from", Columns.instant(version.effectiveFrom()))
                .bind("content", CONTENT.write(version.content()))
                .bind("revision", version.revision())
                .execute();
    }

    private static boolean insert(Handle handle, Deployment deployment) {
        return handle.createUpdate("""
                                insert into deployment
                                    (tenant_id, environment_id, deployment_id, feature_id, version, effective_from, deployed_at,
                                    deployed_by, canceled_at)
                                values (:tenant, :environment, :deployment, :feature, :version, :from, :at, :by, :canceled)
                                on conflict do nothing""")
                        .bind("tenant", deployment.tenant().value())
                        .bind("environment", deployment.environment().value())
                        .bind("deployment", deployment.id())
                        .bind("feature", deployment.feature().value())
                        .bind("version", deployment.version())
                        .bind("from", Columns.instant(deployment.effectiveFrom()))
                        .bind("at", Columns.instant(deployment.deployedAt()))
                        .bind("by", deployment.deployedBy().value())
                        .bind("canceled", deployment.canceledAt().map(Columns::instant))
                        .execute()
                == 1;
    }

    private static Feature feature(ResultSet row) throws SQLException {
        return new Feature(
                Columns.tenant(row),
                new FeatureId(Columns.uuid(row, "feature_id")),
                row.getString("name"),
                new ProviderId(Columns.uuid(row, "provider_id")),
                base(row),
                row.getLong("revision"));
    }

    private static Optional<Feature.Base> base(ResultSet row) throws SQLException {
        String name = row.getString("base_name");
        return name == null
                ? Optional.empty()
                : Optional.of(new Feature.Base(
                        new TenantId(Columns.uuid(row, "base_tenant_id")),
                        new FeatureId(Columns.uuid(row, "base_feature_id")),
                        name));
    }

    private static OptionalInt baseVersion(ResultSet row) throws SQLException {
        int number = row.getInt("base_version");
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private static @Nullable Integer number(OptionalInt baseVersion) {
        return baseVersion.isPresent() ? baseVersion.getAsInt() : null;
    }

    private static FeatureVersion version(ResultSet row) throws SQLException {
        return FeatureVersion.restore(
                Columns.tenant(row),
                new FeatureId(Columns.uuid(row, "feature_id")),
                row.getString("name"),
                row.getInt("number"),
                FeatureVersion.Status.valueOf(row.getString("status")),
                Columns.instant(row, "effective_from"),
                CONTENT.read(row.getString("content")),
                baseVersion(row),
                row.getLong("revision"));
    }

    private static Deployment deployment(ResultSet row) throws SQLException {
        return new Deployment(
                Columns.tenant(row),
                Columns.uuid(row, "deployment_id"),
                new EnvironmentId(Columns.uuid(row, "environment_id")),
                new FeatureId(Columns.uuid(row, "feature_id")),
                row.getInt("version"),
                Columns.instant(row, "effective_from"),
                Columns.instant(row, "deployed_at"),
                new PrincipalId(Columns.uuid(row, "deployed_by")),
                Columns.optionalInstant(row, "canceled_at"));
    }

    private static String subject(Deployment deployment) {
        return "deployment/" + deployment.id();
    }

    private static String subject(FeatureVersion version) {
        return "feature/" + version.feature() + "/version/" + version.number();
    }

    private static Map<String, Object> state(Feature feature) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("name", feature.name());
        state.put("provider", feature.provider().value());
        state.put("base", feature.base());
        return state;
    }

    private static Map<String, Object> state(FeatureVersion version) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("name", version.featureName());
        state.put("number", version.number());
        state.put("status", version.status());
        state.put("effectiveFrom", version.effectiveFrom());
        state.put("content", version.content());
        state.put("baseVersion", number(version.baseVersion()));
        state.put("revision", version.revision());
        return state;
    }

    private static Map<String, Object> state(Deployment deployment) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("environment", deployment.environment().value());
        state.put("feature", deployment.feature().value());
        state.put("version", deployment.version());
        state.put("effectiveFrom", deployment.effectiveFrom());
        state.put("canceledAt", deployment.canceledAt());
        return state;
    }
}
