package io.einvoicing.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.RedriveCommand;
import io.einvoicing.flow.port.RedriveCommands;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.DocumentChain;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.Submissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Commands to drive on many submissions, or to decide about many; the lock of a command's row is the lease of whoever carries it out. */
final class JdbcRedriveCommands implements RedriveCommands {
    private static final Json.Column<RedriveCommand.Selection> SELECTION = Json.column(RedriveCommand.Selection.class);
    private static final Json.Column<Map<RedriveObstacle, Long>> REFUSED = Json.column(new TypeReference<>() {});

    private static final String COLUMNS = """
            tenant_id, command_id, selection, total, redriven, refused, failed, cursor_at, cursor_id, named, started_by,
            started_by_name, started_at, seen_at, ended_at, decision""";

    private static final String SELECT = "select " + COLUMNS + " from redrive_command where ";

    private static final String ADD = "insert into redrive_command (" + COLUMNS + """
            ) values (
                :tenant, :command, :selection::jsonb, :total, 0, '{}', 0, null, null, 0, :by, :byName, :at, :at, null,
                :decision)""";

    /** Those that waited longest for their next bit come first, so that a long one delays no other. */
    private static final String NEXT =
            SELECT + "ended_at is null order by seen_at, command_id limit 1 for update skip locked";

    private static final String UPDATE = """
            update redrive_command
            set redriven = :redriven, refused = :refused::jsonb, failed = :failed, cursor_at = :cursorAt, cursor_id = :cursorId,
                named = :named, seen_at = :now, ended_at = :endedAt
            where tenant_id = :tenant and command_id = :command""";

    private final Database database;
    private final StatusOutbox statuses;

    JdbcRedriveCommands(Database database, StatusOutbox statuses) {
        this.database = database;
        this.statuses = statuses;
    }

    /** A command with the place that it has come to. */
    private record Stage(RedriveCommand command, Optional<Instant> cursorAt, Optional<UUID> cursorId, int named) {}

    /** A submission that a command comes across. */
    private record Met(SubmissionId id, Optional<Instant> at, boolean isMeant) {}

    @Override
    public RedriveCommand begin(RedriveCommand command, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            handle.createUpdate(ADD)
                    .bind("tenant", command.tenant().value())
                    .bind("command", command.id())
                    .bind("selection", SELECTION.write(command.selection()))
                    .bind("total", total(handle, command))
                    .bind("by", command.startedBy().value())
                    .bind("byName", Json.storable(command.startedByName()))
                    .bind("at", Columns.instant(command.startedAt()))
                    .bind("decision", command.decision().map(Submissions.Decision::name))
                    .execute();
            RedriveCommand stored = find(handle, command.tenant(), command.id()).orElseThrow();
            JdbcAuditTrail.record(
                    handle, command.tenant(), stamp, "redrive/" + command.id(), Optional.empty(), state(stored));
            return stored;
        });
    }

    private static Map<String, Object> state(RedriveCommand command) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("selection", command.selection());
        command.decision().ifPresent(decision -> state.put("decision", decision));
        state.put("total", command.total());
        return state;
    }

    private static long total(Handle handle, RedriveCommand command) {
        if (!command.selection().submissions().isEmpty()) {
            return command.selection().submissions().size();
        }
        SubmissionSelection meant =
                new SubmissionSelection(command.tenant(), command.selection().filter());
        return meant.bind(handle.createQuery("select count(*) from submission where " + meant.conditions()
                        + " and submitted_at <= :startedAt"))
                .bind("startedAt", Columns.instant(command.startedAt()))
                .mapTo(Long.class)
                .one();
    }

    @Override
    public Optional<RedriveCommand> find(TenantId tenant, UUID id) {
        return database.run(handle -> find(handle, tenant, id));
    }

    private static Optional<RedriveCommand> find(Handle handle, TenantId tenant, UUID id) {
        return handle.createQuery(SELECT + "tenant_id = :tenant and command_id = :command")
                .bind("tenant", tenant.value())
                .bind("command", id)
                .map((row, context) -> stage(row).command())
                .findOne();
    }

    @Override
    public List<RedriveCommand> latest(TenantId tenant, int limit) {
        return database.run(handle -> handle.createQuery(
                        SELECT + "tenant_id = :tenant order by started_at desc, command_id desc limit :limit")
                .bind("tenant", tenant.value())
                .bind("limit", limit)
                .map((row, context) -> stage(row).command())
                .list());
    }

    @Override
    public boolean advance(Instant now, int most) {
        return database.inTransaction(handle -> {
            Optional<Stage> next =
                    handle.createQuery(NEXT).map((row, context) -> stage(row)).findOne();
            next.ifPresent(stage -> advance(handle, stage, now, most));
            return next.isPresent();
        });
    }

    private void advance(Handle handle, Stage stage, Instant now, int most) {
        RedriveCommand command = stage.command();
        List<Met> met = command.selection().submissions().isEmpty()
                ? selected(handle, stage, most)
                : named(handle, stage, most);
        lockChains(handle, command.tenant(), met);
        long redriven = command.redriven();
        long failed = command.failed();
        Map<RedriveObstacle, Long> refused = new EnumMap<>(RedriveObstacle.class);
        refused.putAll(command.refused());
        for (Met each : met) {
            Outcome outcome = each.isMeant()
                    ? carryOut(handle, command, each.id(), now)
                    : Outcome.refused(RedriveObstacle.NOT_FOUND);
            if (outcome.failed()) {
                failed++;
            } else if (outcome.obstacle().isPresent()) {
                refused.merge(outcome.obstacle().get(), 1L, Long::sum);
            } else {
                redriven++;
            }
        }
        Optional<Met> last = met.isEmpty() ? Optional.empty() : Optional.of(met.get(met.size() - 1));
        handle.createUpdate(UPDATE)
                .bind("tenant", command.tenant().value())
                .bind("command", command.id())
                .bind("redriven", redriven)
                .bind("refused", REFUSED.write(refused))
                .bind("failed", failed)
                .bind("cursorAt", last.flatMap(Met::at).or(stage::cursorAt).map(Columns::instant))
                .bind("cursorId", last.map(each -> each.id().value()).or(stage::cursorId))
                .bind("named", stage.named() + met.size())
                .bind("now", Columns.instant(now))
                .bind(
                        "endedAt",
                        Optional.of(now).filter(at -> met.size() < most).map(Columns::instant))
                .execute();
    }

    /** Takes the locks of all chains before any row's. */
    private static void lockChains(Handle handle, TenantId tenant, List<Met> met) {
        List<DocumentChains.Key> chains = handle.createQuery(
                        "select distinct environment_id, feature_id, chain from submission"
                                + " where tenant_id = :tenant and submission_id = any (:ids) and chain is not null")
                .bind("tenant", tenant.value())
                .bindArray(
                        "ids",
                        UUID.class,
                        met.stream().map(each -> each.id().value()).toList())
                .map((row, context) -> new DocumentChains.Key(
                        tenant,
                        new DocumentChain(
                                new EnvironmentId(Columns.uuid(row, "environment_id")),
                                new FeatureId(Columns.uuid(row, "feature_id")),
                                row.getString("chain"))))
                .list();
        DocumentChains.lock(handle, chains);
    }

    private static List<Met> selected(Handle handle, Stage stage, int most) {
        SubmissionSelection meant = new SubmissionSelection(
                stage.command().tenant(), stage.command().selection().filter());
        Query query = meant.bind(handle.createQuery("select submission_id, submitted_at from submission where "
                        + meant.conditions() + " and submitted_at <= :startedAt"
                        + (stage.cursorId().isEmpty()
                                ? ""
                                : " and (submitted_at, submission_id) < (:cursorAt, :cursorId)")
                        + " order by submitted_at desc, submission_id desc limit :most"))
                .bind("startedAt", Columns.instant(stage.command().startedAt()))
                .bind("most", most);
        stage.cursorAt().ifPresent(at -> query.bind("cursorAt", Columns.instant(at)));
        stage.cursorId().ifPresent(id -> query.bind("cursorId", id));
        return query.map((row, context) -> new Met(
                        new SubmissionId(Columns.uuid(row, "submission_id")),
                        Optional.of(Columns.instant(row, "submitted_at")),
                        true))
                .list();
    }

    private static List<Met> named(Handle handle, Stage stage, int most) {
        List<SubmissionId> all = stage.command().selection().submissions();
        List<SubmissionId> next =
                all.subList(Math.min(stage.named(), all.size()), Math.min(stage.named() + most, all.size()));
        SubmissionSelection meant = new SubmissionSelection(
                stage.command().tenant(), stage.command().selection().filter());
        List<UUID> found = meant.bind(handle.createQuery("select submission_id from submission where "
                        + meant.conditions() + " and submission_id = any (:ids)"))
                .bindArray(
                        "ids",
                        UUID.class,
                        next.stream().map(SubmissionId::value).toList())
                .mapTo(UUID.class)
                .list();
        return next.stream()
                .map(id -> new Met(id, Optional.empty(), found.contains(id.value())))
                .toList();
    }

    /** What became of one submission. */
    private record Outcome(Optional<RedriveObstacle> obstacle, boolean failed) {
        static Outcome refused(RedriveObstacle obstacle) {
            return new Outcome(Optional.of(obstacle), false);
        }
    }

    /** Carries the command out for one submission; what goes wrong with it is undone, and must not stop the others. */
    private Outcome carryOut(Handle handle, RedriveCommand command, SubmissionId id, Instant now) {
        handle.savepoint("submission");
        try {
            Outcome outcome = new Outcome(
                    command.decision().isPresent()
                            ? decide(handle, command, command.decision().get(), id, now)
                            : SubmissionRepair.drive(handle, command.tenant(), id, now),
                    false);
            handle.releaseSavepoint("submission");
            return outcome;
        } catch (RuntimeException e) {
            if (Database.isRolledBack(e)
                    || Database.translate(e, "a command was not carried out for a submission")
                            instanceof StoreUnavailableException) {
                throw e;
            }
            handle.rollbackToSavepoint("submission");
            return Database.violatedKey(e)
                            .filter(SubmissionRepair.IN_PROCESS::equals)
                            .isPresent()
                    ? Outcome.refused(RedriveObstacle.DOCUMENT_IN_PROCESS)
                    : new Outcome(Optional.empty(), true);
        }
    }

    private Optional<RedriveObstacle> decide(
            Handle handle, RedriveCommand command, Submissions.Decision decision, SubmissionId id, Instant now) {
        Optional<Submission> found = JdbcSubmissionRepository.find(handle, command.tenant(), id);
        if (found.isEmpty()) {
            return Optional.of(RedriveObstacle.NOT_FOUND);
        }
        Optional<RedriveObstacle> obstacle = found.get().decisionObstacle(decision);
        if (obstacle.isPresent()) {
            return obstacle;
        }
        Optional<String> failure = decision.failure(command.startedByName());
        return SubmissionEnds.decide(handle, statuses, command.tenant(), id, now, failure)
                ? Optional.empty()
                : Optional.of(RedriveObstacle.CHANGED);
    }

    private static Stage stage(ResultSet row) throws SQLException {
        return new Stage(
                new RedriveCommand(
                        Columns.tenant(row),
                        Columns.uuid(row, "command_id"),
                        SELECTION.read(row.getString("selection")),
                        Optional.ofNullable(row.getString("decision")).map(Submissions.Decision::valueOf),
                        row.getLong("total"),
                        row.getLong("redriven"),
                        REFUSED.read(row.getString("refused")),
                        row.getLong("failed"),
                        new PrincipalId(Columns.uuid(row, "started_by")),
                        row.getString("started_by_name"),
                        Columns.instant(row, "started_at"),
                        Columns.instant(row, "seen_at"),
                        Columns.optionalInstant(row, "ended_at")),
                Columns.optionalInstant(row, "cursor_at"),
                Optional.ofNullable(Columns.uuid(row, "cursor_id")),
                row.getInt("named"));
    }
}
