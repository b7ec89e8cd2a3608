package io.einvoicing.jdbc;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.ExportChannel;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.port.SubmissionRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Runs of export channels with their documents. A document that a run has is PENDING and not due, so that nobody claims it until the
 * run has completed; the transaction that ends a run lets its documents go on.
 */
final class ChannelRuns {
    private static final String WAITING =
            "status = 'PENDING' and pending_reason = 'WAITING_FOR_CHANNEL' and channel_run is null";

    private static final String OF_CHANNEL = "tenant_id = :tenant and environment_id = :environment and"
            + " feature_id = :feature and setup = :setup and " + WAITING;

    private static final String WAITING_FOR = "select " + SubmissionRows.COLUMNS + " from submission where "
            + OF_CHANNEL + " and feature_version = (select feature_version from submission where " + OF_CHANNEL
            + " order by submitted_at, submission_id limit 1) order by submitted_at, submission_id limit :limit";

    /** Locks by key order, so that runs that are started at one instant wait in no circle. */
    private static final String LOCK = "select submission_id from submission where " + OF_CHANNEL
            + " and feature_version = :version and submission_id = any (:members) order by submission_id for update";

    private static final String ASSIGN = "update submission set channel_run = :run"
            + " where tenant_id = :tenant and submission_id = any (:members)";

    /**
     * Documents of a run that completed are due. If nothing of the run was processed they are free for another; else what became of
     * them is not known, and they stay with their run until a person has found out.
     */
    private static final String FOLLOW = """
            update submission m set
                due_at = case when r.status = 'COMPLETED' then :at end,
                channel_run = case when r.status = 'COMPLETED' or r.sent then m.channel_run end,
                pending_reason = case when r.status <> 'COMPLETED' and r.sent then 'OUTCOME_UNKNOWN' else 'WAITING_FOR_CHANNEL' end,
                failure = case when r.status <> 'COMPLETED' and r.sent
                    then 'channel run ' || r.submission_id || ' failed after something may have been sent: ' || r.failure else '' end
            from unnest(:tenants, :runs) as ended (tenant_id, submission_id)
            join submission r on r.tenant_id = ended.tenant_id and r.submission_id = ended.submission_id
            where m.tenant_id = r.tenant_id and m.channel_run = r.submission_id and m.status = 'PENDING'
                and r.status in ('COMPLETED', 'FAILED', 'CANCELED')
            returning m.tenant_id, m.submission_id, m.pending_reason""";

    private static final String HOLD = """
            update submission set pending_reason = 'WAITING_FOR_CHANNEL', failure = ''
            where tenant_id = :tenant and channel_run = :run and status = 'PENDING' and pending_reason = 'OUTCOME_UNKNOWN'
                and due_at is null""";

    private static final String CHANNELS = "select environment_id, feature_id, setup, count(*) as number,"
            + " min(submitted_at) as since from submission where tenant_id = :tenant and " + WAITING
            + " group by 1, 2, 3";

    private static final String LAST_RUNS = "select distinct on (environment_id, feature_id, setup) "
            + SubmissionRows.COLUMNS + " from submission where tenant_id = :tenant and kind = 'CHANNEL_RUN'"
            + " order by environment_id, feature_id, setup, submitted_at desc, submission_id desc";

    private ChannelRuns() {}

    static List<Submission> waitingFor(Handle handle, TenantId tenant, ExportChannel.Key channel, int limit) {
        return handle.createQuery(WAITING_FOR)
                .bind("tenant", tenant.value())
                .bind("environment", channel.environment().value())
                .bind("feature", channel.feature().value())
                .bind("setup", channel.setup())
                .bind("limit", limit)
                .map((row, context) -> SubmissionRows.submission(row))
                .list();
    }

    /** Locks the documents for a run. Tells whether all of them wait, and are of the run's channel and version. */
    static boolean lock(Handle handle, Submission run, List<SubmissionId> members) {
        Submission.Order order = run.order();
        return handle.createQuery(LOCK)
                        .bind("tenant", run.tenant().value())
                        .bind("environment", order.environment().value())
                        .bind("feature", order.feature().value())
                        .bind("setup", order.setup())
                        .bind("version", order.version())
                        .bindArray("members", UUID.class, ids(members))
                        .mapTo(UUID.class)
                        .list()
                        .size()
                == members.size();
    }

    static void assign(Handle handle, Submission run, List<SubmissionId> members) {
        handle.createUpdate(ASSIGN)
                .bind("tenant", run.tenant().value())
                .bind("run", run.id().value())
                .bindArray("members", UUID.class, ids(members))
                .execute();
    }

    private static List<UUID> ids(List<SubmissionId> members) {
        return members.stream().map(SubmissionId::value).toList();
    }

    /** Returns the runs that checkpoints end. */
    static List<SubmissionRepository.Key> ended(Collection<FlowCheckpoint> checkpoints) {
        return checkpoints.stream()
                .filter(FlowCheckpoint::endsChannelRun)
                .map(each -> new SubmissionRepository.Key(each.tenant(), each.submission()))
                .toList();
    }

    /** Lets the documents of those of the runs that have ended go on, in the transaction that ends them. */
    static void follow(Handle handle, Collection<SubmissionRepository.Key> runs, Instant at, StatusOutbox statuses) {
        if (runs.isEmpty()) {
            return;
        }
        List<SubmissionRepository.Key> held = handle
                .createQuery(FOLLOW)
                .bind("at", Columns.instant(at))
                .bindArray(
                        "tenants",
                        UUID.class,
                        runs.stream().map(each -> each.tenant().value()).toList())
                .bindArray(
                        "runs",
                        UUID.class,
                        runs.stream().map(each -> each.submission().value()).toList())
                .map((row, context) -> row.getString("pending_reason").equals("OUTCOME_UNKNOWN")
                        ? Optional.of(new SubmissionRepository.Key(
                                Columns.tenant(row), new SubmissionId(Columns.uuid(row, "submission_id"))))
                        : Optional.<SubmissionRepository.Key>empty())
                .list()
                .stream()
                .flatMap(Optional::stream)
                .toList();
        statuses.tellOfNeed(handle, held, at);
    }

    /** Has the documents of a run that is driven on wait for its end again. */
    static void hold(Handle handle, TenantId tenant, SubmissionId run) {
        handle.createUpdate(HOLD)
                .bind("tenant", tenant.value())
                .bind("run", run.value())
                .execute();
    }

    static List<ExportChannel> channels(Handle handle, TenantId tenant) {
        Map<ExportChannel.Key, Submission> runs = new HashMap<>();
        handle.createQuery(LAST_RUNS)
                .bind("tenant", tenant.value())
                .map((row, context) -> SubmissionRows.submission(row))
                .forEach(run -> runs.put(ExportChannel.Key.of(run), run));
        List<ExportChannel> waiting = handle.createQuery(CHANNELS)
                .bind("tenant", tenant.value())
                .map((row, context) -> {
                    ExportChannel.Key key = new ExportChannel.Key(
                            new EnvironmentId(Columns.uuid(row, "environment_id")),
                            new FeatureId(Columns.uuid(row, "feature_id")),
                            row.getString("setup"));
                    return new ExportChannel(
                            key,
                            row.getLong("number"),
                            Optional.of(Columns.instant(row, "since")),
                            Optional.ofNullable(runs.remove(key)));
                })
                .list();
        return Stream.concat(
                        waiting.stream(),
                        runs.entrySet().stream()
                                .map(idle -> new ExportChannel(
                                        idle.getKey(), 0, Optional.empty(), Optional.of(idle.getValue()))))
                .toList();
    }
}
