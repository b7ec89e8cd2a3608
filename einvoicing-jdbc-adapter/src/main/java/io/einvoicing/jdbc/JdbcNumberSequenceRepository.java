package io.einvoicing.jdbc;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.numbersequence.DrawnNumber;
import io.einvoicing.numbersequence.NumberSequence;
import io.einvoicing.numbersequence.NumberSequenceId;
import io.einvoicing.numbersequence.port.NumberSequenceRepository;
import io.einvoicing.submission.SubmissionId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;

/** Number sequences, and the values that were drawn from them. */
final class JdbcNumberSequenceRepository implements NumberSequenceRepository {
    private static final String SELECT = """
            select tenant_id, sequence_id, environment_id, feature_id, name, description, in_use, first_value, drawn, revision
            from number_sequence
            where tenant_id = :tenant""";

    private final Database database;

    JdbcNumberSequenceRepository(Database database) {
        this.database = database;
    }

    @Override
    public Optional<NumberSequence> find(TenantId tenant, EnvironmentId environment, NumberSequenceId id) {
        return database.run(
                handle -> handle.createQuery(SELECT + " and environment_id = :environment and sequence_id = :sequence")
                        .bind("tenant", tenant.value())
                        .bind("environment", environment.value())
                        .bind("sequence", id.value())
                        .map((row, context) -> sequence(row))
                        .findOne());
    }

    @Override
    public List<NumberSequence> list(TenantId tenant, EnvironmentId environment) {
        return database.run(handle -> handle.createQuery(
                        SELECT + " and environment_id = :environment order by name, feature_id nulls first")
                .bind("tenant", tenant.value())
                .bind("environment", environment.value())
                .map((row, context) -> sequence(row))
                .list());
    }

    @Override
    public boolean exists(TenantId tenant, EnvironmentId environment, FeatureId feature, String name) {
        return database.run(handle -> handle.createQuery("""
                        select exists (select from number_sequence
                            where tenant_id = :tenant and environment_id = :environment and name = :name
                                and (feature_id is null or feature_id = :feature))""")
                .bind("tenant", tenant.value())
                .bind("environment", environment.value())
                .bind("name", Json.storable(name))
                .bind("feature", feature.value())
                .mapTo(Boolean.class)
                .one());
    }

    @Override
    public SaveResult save(NumberSequence sequence, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            TenantLock.NAMING.await(handle, sequence.tenant());
            Optional<NumberSequence> before = locked(handle, sequence.tenant(), sequence.id());
            boolean replaces = before.map(NumberSequence::revision).orElse(0L) == sequence.revision() - 1;
            boolean wouldLeaveGap = before.filter(found -> found.drawn() > 0 && found.first() != sequence.first())
                    .isPresent();
            if (!replaces || wouldLeaveGap) {
                return SaveResult.STALE;
            }
            if (isNameTaken(handle, sequence)) {
                return SaveResult.NAME_TAKEN;
            }
            write(handle, sequence);
            JdbcAuditTrail.record(
                    handle,
                    sequence.tenant(),
                    stamp,
                    subject(sequence),
                    before.map(JdbcNumberSequenceRepository::state),
                    state(sequence));
            return SaveResult.SAVED;
        });
    }

    private static boolean isNameTaken(Handle handle, NumberSequence sequence) {
        return handle.createQuery("""
                        select exists (select from number_sequence
                            where tenant_id = :tenant and environment_id = :environment and name = :name
                                and feature_id is not distinct from :feature::uuid and sequence_id <> :sequence)""")
                .bind("tenant", sequence.tenant().value())
                .bind("environment", sequence.environment().value())
                .bind("name", sequence.name())
                .bind("feature", sequence.feature().map(FeatureId::value))
                .bind("sequence", sequence.id().value())
                .mapTo(Boolean.class)
                .one();
    }

    private static void write(Handle handle, NumberSequence sequence) {
        bound(handle.createUpdate("""
                                insert into number_sequence (tenant_id, sequence_id, environment_id, feature_id, name,
                                    description, in_use, first_value, drawn, revision)
                                values (:tenant, :sequence, :environment, :feature, :name,
                                    :description, :inUse, :first, 0, :revision)
                                on conflict (tenant_id, sequence_id) do update
                                set name = excluded.name, description = excluded.description, in_use = excluded.in_use,
                                    first_value = excluded.first_value, revision = excluded.revision"""), sequence).execute();
    }

    private static <S extends SqlStatement<S>> S bound(S statement, NumberSequence sequence) {
        return statement
                .bind("tenant", sequence.tenant().value())
                .bind("sequence", sequence.id().value())
                .bind("environment", sequence.environment().value())
                .bind("feature", sequence.feature().map(FeatureId::value))
                .bind("name", sequence.name())
                .bind("description", sequence.description())
                .bind("inUse", sequence.inUse())
                .bind("first", sequence.first())
                .bind("revision", sequence.revision());
    }

    @Override
    public SaveResult remove(NumberSequence seen, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            Optional<NumberSequence> before = locked(handle, seen.tenant(), seen.id())
                    .filter(found -> found.revision() == seen.revision() && found.drawn() == 0);
            if (before.isEmpty()) {
                return SaveResult.STALE;
            }
            handle.createUpdate("delete from number_sequence where tenant_id = :tenant and sequence_id = :sequence")
                    .bind("tenant", seen.tenant().value())
                    .bind("sequence", seen.id().value())
                    .execute();
            JdbcAuditTrail.record(
                    handle,
                    seen.tenant(),
                    stamp,
                    subject(seen),
                    before.map(JdbcNumberSequenceRepository::state),
                    Optional.empty());
            return SaveResult.SAVED;
        });
    }

    @Override
    public List<DrawnNumber> values(TenantId tenant, NumberSequenceId sequence, Optional<Long> after, int limit) {
        return database.run(handle -> handle.createQuery("""
                        select sequence_id, value, submission_id, action, drawn_at from number_value
                        where tenant_id = :tenant and sequence_id = :sequence and value > :after
                        order by value limit :limit""")
                .bind("tenant", tenant.value())
                .bind("sequence", sequence.value())
                .bind("after", after.orElse(-1L))
                .bind("limit", limit)
                .map((row, context) -> value(row))
                .list());
    }

    private static Optional<NumberSequence> locked(Handle handle, TenantId tenant, NumberSequenceId id) {
        return handle.createQuery(SELECT + " and sequence_id = :sequence for update")
                .bind("tenant", tenant.value())
                .bind("sequence", id.value())
                .map((row, context) -> sequence(row))
                .findOne();
    }

    private static NumberSequence sequence(ResultSet row) throws SQLException {
        return new NumberSequence(
                Columns.tenant(row),
                new NumberSequenceId(Columns.uuid(row, "sequence_id")),
                new EnvironmentId(Columns.uuid(row, "environment_id")),
                Optional.ofNullable(row.getObject("feature_id", UUID.class)).map(FeatureId::new),
                row.getString("name"),
                row.getString("description"),
                row.getBoolean("in_use"),
                row.getLong("first_value"),
                row.getLong("drawn"),
                row.getLong("revision"));
    }

    private static DrawnNumber value(ResultSet row) throws SQLException {
        return new DrawnNumber(
                new NumberSequenceId(Columns.uuid(row, "sequence_id")),
                row.getLong("value"),
                new SubmissionId(Columns.uuid(row, "submission_id")),
                row.getString("action"),
                Columns.instant(row, "drawn_at"));
    }

    private static String subject(NumberSequence sequence) {
        return "number-sequence/" + sequence.id();
    }

    private static Map<String, Object> state(NumberSequence sequence) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("environment", sequence.environment().value());
        state.put("feature", sequence.feature().map(FeatureId::value));
        state.put("name", sequence.name());
        state.put("description", sequence.description());
        state.put("inUse", sequence.inUse());
        state.put("next", sequence.next());
        state.put("revision", sequence.revision());
        return state;
    }
}
