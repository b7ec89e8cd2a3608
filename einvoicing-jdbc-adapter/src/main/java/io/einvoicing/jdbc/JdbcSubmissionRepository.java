package io.einvoicing.jdbc;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.ExportChannel;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.port.SubmissionRepository;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Submissions; the unique keys of their table decide which of several may be stored. */
final class JdbcSubmissionRepository implements SubmissionRepository {
    /** Holds the environment, so that it cannot be deleted meanwhile, and stores nothing if it was. */
    private static final String INSERT = """
            with environment as (
                select deleted_at from service_environment
                where tenant_id = :tenant and environment_id = :environment for key share)
            insert into submission (""" + SubmissionRows.COLUMNS + """
            , chain_place) select
                :tenant, :submission, :environment, :erp, :entity, :documentContext, :record,
                :kind, :parent, :feature, :version, :setup, :input::jsonb, :context::jsonb, :variables::jsonb, :by, :at,
                :status, :pendingReason,
                case when not exists (select from submission where\s""" + DocumentChains.ACTIVE_IN_CHAIN + """
            ) then :dueAt end, :leaseEnd, :attempt, :sent, :flow, :results, :invoiceStatus, :failure,
                :counting, :endedAt, :chain, :channelRun,
                (select coalesce(max(chain_place), 0) + 1 from submission where\s"""
            + DocumentChains.ACTIVE_IN_CHAIN + """
            )
            where not exists (select from environment where deleted_at is not null)
            on conflict do nothing""";

    private static final String OF_DOCUMENT = """
            tenant_id = :tenant and environment_id = :environment and erp_application = :erp and legal_entity = :entity
            and document_context = :documentContext and source_record = :record""";

    private static final String SETTLED = """
            select s.tenant_id, s.submission_id
            from unnest(:tenants, :submissions) as asked (tenant_id, submission_id)
            join submission s on s.tenant_id = asked.tenant_id and s.submission_id = asked.submission_id
            where s.status in ('COMPLETED', 'FAILED', 'CANCELED') or s.status = 'PENDING' and s.due_at is null and s.pending_reason is distinct from 'WAITING_FOR_CHANNEL'""";

    private final Database database;
    private final StatusOutbox statuses;

    JdbcSubmissionRepository(Database database, StatusOutbox statuses) {
        this.database = database;
        this.statuses = statuses;
    }

    @Override
    public Creation create(Submission submission) {
        Optional<DocumentChains.Key> chain = DocumentChains.Key.of(submission);
        if (submission.order().kind() != SubmissionKind.RESUBMISSION && chain.isEmpty()) {
            return database.run(handle -> create(handle, submission));
        }
        return database.inTransaction(handle -> {
            chain.ifPresent(key -> DocumentChains.lock(handle, List.of(key)));
            return submission.order().kind() == SubmissionKind.RESUBMISSION && isAccepted(handle, submission)
                    ? Creation.ACCEPTED
                    : create(handle, submission);
        });
    }

    private static Creation create(Handle handle, Submission submission) {
        // What stood in the way may have ended before we look: then the way is free and the insertion is repeated.
        while (true) {
            if (insert(handle, submission)) {
                return Creation.CREATED;
            }
            Optional<Creation> obstacle = obstacle(handle, submission);
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
        }
    }

    /** Locks all submissions of the document, so that none of them is accepted between this answer and the insertion. */
    private static boolean isAccepted(Handle handle, Submission submission) {
        return ofDocumentLocked(handle, submission).stream()
                .anyMatch(other -> !other.id().equals(submission.id()) && other.isAcceptedIssue());
    }

    /** Locks all submissions of the submission's document and returns them. */
    static List<Submission> ofDocumentLocked(Handle handle, Submission submission) {
        return ofDocument(
                        handle,
                        "select " + SubmissionRows.COLUMNS + " from submission where " + OF_DOCUMENT + " for update",
                        submission.tenant(),
                        submission.order().environment(),
                        submission.order().document())
                .map((row, context) -> SubmissionRows.submission(row))
                .list();
    }

    private static boolean insert(Handle handle, Submission submission) {
        Submission.Order order = submission.order();
        return SubmissionRows.bindDue(
                                SubmissionRows.bindDocument(handle.createUpdate(INSERT), order.document()),
                                submission.status(),
                                submission.dueAt())
                        .bind("tenant", submission.tenant().value())
                        .bind("submission", submission.id().value())
                        .bind("environment", order.environment().value())
                        .bind("kind", order.kind().name())
                        .bind("parent", order.parent().map(SubmissionId::value))
                        .bind("feature", order.feature().value())
                        .bind("version", order.version())
                        .bind("setup", order.setup())
                        .bind("input", SubmissionRows.INPUT.write(order.input()))
                        .bind("context", SubmissionRows.CONTEXT.write(order.context()))
                        .bind("variables", SubmissionRows.VARIABLES.write(order.variables()))
                        .bind("by", order.submittedBy().value())
                        .bind("at", Columns.instant(order.submittedAt()))
                        .bind("status", submission.status().name())
                        .bind("pendingReason", submission.pendingReason().map(PendingReason::name))
                        .bind("attempt", submission.attempt())
                        .bind("sent", submission.sent())
                        .bind("flow", SubmissionRows.FLOW.write(submission.flow()))
                        .bind("results", SubmissionRows.VARIABLES.write(submission.results()))
                        .bind("invoiceStatus", submission.invoiceStatus().map(InvoiceStatus::code))
                        .bind("failure", Json.storable(submission.failure()))
                        .bind("counting", submission.counting().name())
                        .bind("endedAt", submission.endedAt().map(Columns::instant))
                        .bind("chain", order.chain())
                        .bind("channelRun", submission.channelRun().map(SubmissionId::value))
                        .execute()
                == 1;
    }

    private static Optional<Creation> obstacle(Handle handle, Submission submission) {
        Submission.Order order = submission.order();
        return ofDocument(
                        handle,
                        "select exists (select from submission where tenant_id = :tenant and submission_id = :submission)"
                                + " as same, exists (select from submission where " + OF_DOCUMENT
                                + " and kind = 'ORIGINAL') as original, exists (select from submission where "
                                + OF_DOCUMENT
                                + " and " + SubmissionRows.ACTIVE
                                + ") as active, exists (select from service_environment"
                                + " where tenant_id = :tenant and environment_id = :environment"
                                + " and deleted_at is not null) as deleted",
                        submission.tenant(),
                        order.environment(),
                        order.document())
                .bind("submission", submission.id().value())
                .map((row, context) -> {
                    if (row.getBoolean("same")) {
                        return Optional.of(Creation.CREATED);
                    }
                    if (order.kind() == SubmissionKind.ORIGINAL && row.getBoolean("original")) {
                        return Optional.of(Creation.DOCUMENT_KEY_USED);
                    }
                    if (row.getBoolean("deleted")) {
                        return Optional.of(Creation.ENVIRONMENT_DELETED);
                    }
                    return row.getBoolean("active") ? Optional.of(Creation.IN_PROCESS) : Optional.<Creation>empty();
                })
                .one();
    }

    @Override
    public Optional<Submission> find(TenantId tenant, SubmissionId id) {
        return database.run(handle -> find(handle, tenant, id));
    }

    static Optional<Submission> find(Handle handle, TenantId tenant, SubmissionId id) {
        return handle.createQuery("select " + SubmissionRows.COLUMNS
                        + " from submission where tenant_id = :tenant and submission_id = :submission")
                .bind("tenant", tenant.value())
                .bind("submission", id.value())
                .map((row, context) -> SubmissionRows.submission(row))
                .findOne();
    }

    @Override
    public List<Submission> ofDocument(TenantId tenant, EnvironmentId environment, BusinessDocumentKey document) {
        String select = "select " + SubmissionRows.COLUMNS + " from submission where " + OF_DOCUMENT;
        // Two halves, for each has an index of its own.
        return database.run(handle -> ofDocument(
                        handle,
                        select + " and kind = 'ORIGINAL' union all " + select
                                + " and kind <> 'ORIGINAL' order by submitted_at, submission_id",
                        tenant,
                        environment,
                        document)
                .map((row, context) -> SubmissionRows.submission(row))
                .list());
    }

    private static Query ofDocument(
            Handle handle, String sql, TenantId tenant, EnvironmentId environment, BusinessDocumentKey document) {
        return SubmissionRows.bindDocument(handle.createQuery(sql), document)
                .bind("tenant", tenant.value())
                .bind("environment", environment.value());
    }

    @Override
    public List<Submission> list(TenantId tenant, SubmissionFilter filter, Optional<SubmissionId> after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        return database.run(handle -> SubmissionSelection.select(handle, "", tenant, filter, after, limit)
                .map((row, context) -> SubmissionRows.submission(row))
                .list());
    }

    @Override
    public boolean cancel(TenantId tenant, SubmissionId id, Instant at) {
        return database.inTransaction(handle -> SubmissionEnds.cancel(handle, statuses, tenant, id, at));
    }

    @Override
    public boolean decide(TenantId tenant, SubmissionId id, Instant at, Optional<String> failure, AuditStamp stamp) {
        return database.inTransaction(handle -> {
            Optional<Submission> before = find(handle, tenant, id);
            boolean decided = SubmissionEnds.decide(handle, statuses, tenant, id, at, failure);
            if (decided) {
                JdbcAuditTrail.record(
                        handle,
                        tenant,
                        stamp,
                        "submission/" + id,
                        before.map(JdbcSubmissionRepository::state),
                        state(find(handle, tenant, id).orElseThrow()));
            }
            return decided;
        });
    }

    @Override
    public Optional<RedriveObstacle> resume(Submission found, Submission resumed, AuditStamp stamp) {
        return database.inTransaction(
                Map.of(SubmissionRepair.IN_PROCESS, Optional.of(RedriveObstacle.DOCUMENT_IN_PROCESS)), handle -> {
                    Optional<RedriveObstacle> obstacle = SubmissionRepair.resume(handle, found, resumed);
                    if (obstacle.isEmpty()) {
                        JdbcAuditTrail.record(
                                handle,
                                found.tenant(),
                                stamp,
                                "submission/" + found.id(),
                                Optional.of(state(found)),
                                state(resumed));
                    }
                    return obstacle;
                });
    }

    @Override
    public List<Key> settled(List<Key> asked) {
        return database.run(handle -> handle.createQuery(SETTLED)
                .bindArray(
                        "tenants",
                        UUID.class,
                        asked.stream().map(each -> each.tenant().value()).toList())
                .bindArray(
                        "submissions",
                        UUID.class,
                        asked.stream().map(each -> each.submission().value()).toList())
                .map((row, context) ->
                        new Key(Columns.tenant(row), new SubmissionId(Columns.uuid(row, "submission_id"))))
                .list());
    }

    @Override
    public List<Submission> waitingForChannel(TenantId tenant, ExportChannel.Key channel, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        return database.run(handle -> ChannelRuns.waitingFor(handle, tenant, channel, limit));
    }

    @Override
    public RunStart startRun(Submission run, List<SubmissionId> members) {
        return database.inTransaction(handle -> {
            boolean repeated = find(handle, run.tenant(), run.id()).isPresent();
            if (repeated) {
                return RunStart.STARTED;
            }
            if (!ChannelRuns.lock(handle, run, members)) {
                return RunStart.MEMBERS_CHANGED;
            }
            return switch (create(handle, run)) {
                case CREATED -> {
                    ChannelRuns.assign(handle, run, members);
                    yield RunStart.STARTED;
                }
                case ENVIRONMENT_DELETED -> RunStart.ENVIRONMENT_DELETED;
                case DOCUMENT_KEY_USED, IN_PROCESS, ACCEPTED ->
                    throw new IllegalStateException("run " + run.id() + " has the key of another document");
            };
        });
    }

    @Override
    public List<ExportChannel> channels(TenantId tenant) {
        return database.run(handle -> ChannelRuns.channels(handle, tenant));
    }

    private static Map<String, Object> state(Submission submission) {
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("status", submission.status());
        submission.pendingReason().ifPresent(reason -> state.put("pendingReason", reason));
        submission.invoiceStatus().ifPresent(status -> state.put("invoiceStatus", status.code()));
        state.put("next", submission.flow().next());
        state.put("attempt", submission.attempt());
        return state;
    }
}
