package io.einvoicing.jdbc;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterator;

/** Service environments, and every snapshot that was published of them. */
final class JdbcEnvironmentRepository implements EnvironmentRepository {
    private static final Json.Column<EnvironmentSettings> SETTINGS = Json.column(EnvironmentSettings.class);
    private static final String SELECT = """
            select e.tenant_id, e.environment_id, e.name, e.draft, e.container, e.created_by, e.revision,
                p.number, p.name as published_name, p.published_at, p.published_by, p.published_by_name, p.settings
            from service_environment e
            left join published_environment p
                on p.tenant_id = e.tenant_id and p.environment_id = e.environment_id and p.number = e.published_number
            where e.tenant_id = :tenant and e.deleted_at is null""";
    private static final String SELECT_SNAPSHOT = """
            select p.tenant_id, p.environment_id, p.number, p.name as published_name, p.published_at, p.published_by,
                p.published_by_name, p.settings
            from service_environment e
            join published_environment p on p.tenant_id = e.tenant_id and p.environment_id = e.environment_id
            where e.tenant_id = :tenant and e.deleted_at is null""";
    private static final String SELECT_LATEST = SELECT_SNAPSHOT + " and p.number = e.published_number";

    private static final String HOLD = """
            select deleted_at is not null from service_environment
            where tenant_id = :tenant and environment_id = :environment for key share""";

    /** What stops a change, by the name of the unique key. */
    private static final Map<String, SaveResult> TAKEN = Map.of(
            "service_environment_pkey", SaveResult.STALE,
            "service_environment_name", SaveResult.NAME_TAKEN,
            "service_environment_container", SaveResult.KEY_TAKEN);

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
    public Slice<ServiceEnvironment> list(TenantId tenant, Optional<String> after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        return database.inTransaction(handle -> {
            List<ServiceEnvironment> items = read(handle, tenant, after, limit);
            return new Slice<>(items, !items.isEmpty() && isFollowed(handle, items.get(items.size() - 1)));
        });
    }

    /** Reads row by row, which takes a transaction, for a single row may be large. */
    private static List<ServiceEnvironment> read(Handle handle, TenantId tenant, Optional<String> after, int limit) {
        String from = after.isPresent() ? " and e.name > :after" : "";
        try (ResultIterator<Stored> rows = handle.createQuery(SELECT + from + " order by e.name limit :limit")
                .setFetchSize(1)
                .bind("tenant", tenant.value())
                .bind("limit", limit)
                .bindMap(after.<Map<String, ?>>map(name -> Map.of("after", Json.storable(name)))
                        .orElse(Map.of()))
                .map((row, context) -> Stored.of(row))
                .iterator()) {
            return Slice.take(rows, limit, Stored::characters).stream()
                    .map(Stored::environment)
                    .toList();
        }
    }

    private static boolean isFollowed(Handle handle, ServiceEnvironment environment) {
        return handle.createQuery(
                        "select exists (select from service_environment where tenant_id = :tenant and name > :name"
                                + " and deleted_at is null)")
                .bind("tenant", environment.tenant().value())
                .bind("name", Json.storable(environment.name()))
                .mapTo(Boolean.class)
                .one();
    }

    /** An environment with the length of its row. */
    private record Stored(ServiceEnvironment environment, long characters) {
        static Stored of(ResultSet row) throws SQLException {
            long settings = Columns.optional(row, "settings", String::length).orElse(0);
            return new Stored(
                    JdbcEnvironmentRepository.environment(row),
                    settings + row.getString("draft").length());
        }
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
                        "select exists (select from service_environment where tenant_id = :tenant and name = :name"
                                + " and deleted_at is null)")
                .bind("tenant", tenant.value())
                .bind("name", Json.storable(name))
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public SaveResult save(ServiceEnvironment environment, AuditStamp stamp) {
        return database.inTransaction(TAKEN, handle -> {
            // No more than the lock of the update itself, so that no submission waits for an administrator.
            Optional<ServiceEnvironment> before =
                    find(handle, environment.tenant(), environment.id(), " for no key update of e");
            if (before.map(ServiceEnvironment::revision).orElse(0L) != environment.revision() - 1) {
                return SaveResult.STALE;
            }
            if (before.isPresent()) {
                update(handle, environment);
            } else {
                insert(handle, environment);
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
                    subject(environment),
                    before.map(JdbcEnvironmentRepository::state),
                    state(environment));
            return SaveResult.SAVED;
        });
    }

    @Override
    public Deletion delete(ServiceEnvironment environment, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            // Whatever comes into the environment holds a share of this lock: it is either counted below or refused
            // itself.
            Optional<ServiceEnvironment> before =
                    find(handle, environment.tenant(), environment.id(), " for update of e");
            if (before.isEmpty() || before.get().revision() != environment.revision()) {
                return Deletion.STALE;
            }
            Deletion uses = uses(handle, environment);
            if (uses.isInUse()) {
                return uses;
            }
            handle.createUpdate("""
                            update service_environment set deleted_at = :at, container = null, revision = revision + 1
                            where tenant_id = :tenant and environment_id = :environment""")
                    .bind("tenant", environment.tenant().value())
                    .bind("environment", environment.id().value())
                    .bind("at", Columns.instant(stamp.at()))
                    .execute();
            JdbcAuditTrail.record(
                    handle,
                    environment.tenant(),
                    stamp,
                    subject(environment),
                    before.map(JdbcEnvironmentRepository::state),
                    Optional.empty());
            return Deletion.DONE;
        });
    }

    private static Deletion uses(Handle handle, ServiceEnvironment environment) {
        return handle.createQuery("""
                        select
                            (select count(*) from deployment
                            where tenant_id = :tenant and environment_id = :environment and canceled_at is null) as deployments,
                            (select count(*) from submission
                            where tenant_id = :tenant and environment_id = :environment and <active>) as submissions""")
                .define("active", SubmissionRows.ACTIVE)
                .bind("tenant", environment.tenant().value())
                .bind("environment", environment.id().value())
                .map((row, context) ->
                        new Deletion(SaveResult.SAVED, row.getLong("deployments"), row.getLong("submissions")))
                .one();
    }

    /**
     * Keeps the environment from being deleted until the transaction ends.
     *
     * @return whether it is deleted already
     */
    static boolean isDeletedUnlessHeld(Handle transaction, TenantId tenant, EnvironmentId environment) {
        return transaction
                .createQuery(HOLD)
                .bind("tenant", tenant.value())
                .bind("environment", environment.value())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    @Override
    public List<PublishedEnvironment> snapshots(
            TenantId tenant, EnvironmentId id, Optional<Integer> before, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        return database.run(handle -> handle.createQuery(
                        SELECT_SNAPSHOT
                                + " and e.environment_id = :environment and p.number < :before order by p.number desc limit :limit")
                .bind("tenant", tenant.value())
                .bind("environment", id.value())
                .bind("before", before.orElse(Integer.MAX_VALUE))
                .bind("limit", limit)
                .map((row, context) -> published(row))
                .list());
    }

    @Override
    public Optional<PublishedEnvironment> snapshot(TenantId tenant, EnvironmentId id, int number) {
        return database.run(handle -> handle.createQuery(
                        SELECT_SNAPSHOT + " and e.environment_id = :environment and p.number = :number")
                .bind("tenant", tenant.value())
                .bind("environment", id.value())
                .bind("number", number)
                .map((row, context) -> published(row))
                .findOne());
    }

    private static void insert(Handle handle, ServiceEnvironment environment) {
        handle.createUpdate("""
                        insert into service_environment
                            (tenant_id, environment_id, name, draft, published_number, container, created_by, revision)
                        values (:tenant, :environment, :name, :draft::jsonb, :published, :container, :creator, :revision)""")
                .bind("tenant", environment.tenant().value())
                .bind("environment", environment.id().value())
                .bind("name", environment.name())
                .bind("draft", SETTINGS.write(environment.draft()))
                .bind("published", publishedNumber(environment))
                .bind("container", environment.container())
                .bind("creator", environment.creator().value())
                .bind("revision", environment.revision())
                .execute();
    }

    private static void update(Handle handle, ServiceEnvironment environment) {
        handle.createUpdate("""
                        update service_environment
                        set name = :name, draft = :draft::jsonb, published_number = :published, container = :container,
                            revision = :revision
                        where tenant_id = :tenant and environment_id = :environment""")
                .bind("tenant", environment.tenant().value())
                .bind("environment", environment.id().value())
                .bind("name", environment.name())
                .bind("draft", SETTINGS.write(environment.draft()))
                .bind("published", publishedNumber(environment))
                .bind("container", environment.container())
                .bind("revision", environment.revision())
                .execute();
    }

    private static void insertSnapshot(Handle handle, PublishedEnvironment snapshot) {
        handle.createUpdate("""
                        insert into published_environment
                            (tenant_id, environment_id, number, name, published_at, published_by, published_by_name,
                            settings)
                        values (:tenant, :environment, :number, :name, :at, :by, :byName, :settings::jsonb)""")
                .bind("tenant", snapshot.tenant().value())
                .bind("environment", snapshot.environment().value())
                .bind("number", snapshot.number())
                .bind("name", snapshot.name())
                .bind("at", Columns.instant(snapshot.publishedAt()))
                .bind("by", snapshot.publishedBy().value())
                .bind("byName", Json.storable(snapshot.publishedByName()))
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
                Columns.optional(row, "container", Function.identity()),
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
                row.getString("published_by_name"),
                SETTINGS.read(row.getString("settings")));
    }

    private static String subject(ServiceEnvironment environment) {
        return "environment/" + environment.id();
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
