package io.einvoicing.jdbc;

import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.Lane;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.port.SubmissionRepository;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jdbi.v3.core.Handle;

/** Claims and checkpoints of submissions, fenced by the attempt; many of them make up one transaction. */
final class JdbcFlowProgress implements FlowProgress {
    private static final String TAKE =
            "update submission s set status = 'EXECUTING', attempt = s.attempt + 1, due_at = null,"
                    + " lease_end = :leaseEnd";

    private static final String CLAIM = TAKE + " where tenant_id = :tenant and submission_id = :submission and "
            + SubmissionRows.DUE + " returning " + SubmissionRows.COLUMNS;

    /** One transaction after the other shares out, so that what a lane has in hand is counted right. */
    static final String TAKE_TURNS = "select pg_advisory_xact_lock(4905131)";

    /** By place in the table: how many rows the shares give is not known when the plan is made, and a join might read all. */
    static final String CLAIM_SHARES = TAKE + """
             where s.ctid = any (array(
                select due.ctid from unnest(:tenants, :environments, :most, :begins) as share (tenant_id, environment_id, most, begins)
                cross join lateral (
                    select w.ctid from submission w
                    where w.tenant_id = share.tenant_id and w.environment_id = share.environment_id
                        and w.status in ('SCHEDULED', 'PENDING') and w.due_at >= share.begins and w.due_at <= :now
                    order by w.due_at limit share.most
                    for update skip locked) due))
            returning s.*""";

    static final String RECORD =
            "update submission s set " + CheckpointBatch.CHECKPOINT + " from " + CheckpointBatch.GIVEN + " where "
                    + CheckpointBatch.FENCE + " returning s.tenant_id, s.submission_id, s.attempt";

    private static final String RENEW = """
            update submission s set lease_end = :leaseEnd
            from unnest(:tenants, :submissions, :attempts) as held (tenant_id, submission_id, attempt)
            where s.tenant_id = held.tenant_id and s.submission_id = held.submission_id and s.attempt = held.attempt
                and s.status || '' = 'EXECUTING' and s.lease_end < :leaseEnd""";

    private static final String RECOVER = """
            with lost as (
                select tenant_id, submission_id from submission where status = 'EXECUTING' and lease_end <= :now
                limit :limit for update skip locked)
            update submission s
            set lost_leases = lost_leases + 1, lease_end = null,
                status = case when lost_leases + 1 < :most then 'SCHEDULED' else 'PENDING' end,
                due_at = case when lost_leases + 1 < :most
                    then :now + lost_leases * lost_leases * random() * interval '2 seconds' end,
                pending_reason = case when lost_leases + 1 < :most then pending_reason else 'SET_ASIDE' end,
                failure = case when lost_leases + 1 < :most then failure else :failure end
            from lost where s.tenant_id = lost.tenant_id and s.submission_id = lost.submission_id
            returning s.tenant_id, s.submission_id, s.status""";

    private static final String PRESENT = """
            with gone as (delete from flow_node where present_until <= :now and node_id <> :node),
            present as (
                insert into flow_node (node_id, present_until) values (:node, :until)
                on conflict (node_id) do update set present_until = excluded.present_until)
            select 1 + count(*) from flow_node where node_id <> :node and present_until > :now""";

    /** Stands for this node as long as the process lives. */
    private final UUID node = UUID.randomUUID();

    private final Database database;
    private final StatusOutbox statuses;
    private final LaneLook lanes = new LaneLook();
    private final GroupCommit<FlowCheckpoint, Boolean> checkpoints;

    JdbcFlowProgress(Database database, StatusOutbox statuses, IntConsumer batchSizes) {
        this.database = database;
        this.statuses = statuses;
        this.checkpoints = new GroupCommit<>(GroupCommit.MOST, 1, this::record, batchSizes);
    }

    @Override
    public Optional<Submission> claim(TenantId tenant, SubmissionId submission, Instant now, Instant leaseEnd) {
        return database.run(handle -> handle.createQuery(CLAIM)
                .bind("tenant", tenant.value())
                .bind("submission", submission.value())
                .bind("now", Columns.instant(now))
                .bind("leaseEnd", Columns.instant(leaseEnd))
                .map((row, context) -> SubmissionRows.submission(row))
                .findOne());
    }

    @Override
    public List<Submission> claim(Function<List<Lane>, List<Lane.Share>> sharing, Instant now, Instant leaseEnd) {
        return database.inTransaction(handle -> {
            handle.createQuery(TAKE_TURNS).mapTo(String.class).list();
            LaneLook.Found found = lanes.look(handle, now);
            List<Lane.Share> shares = sharing.apply(found.lanes());
            if (shares.isEmpty()) {
                return List.of();
            }
            return handle.createQuery(CLAIM_SHARES)
                    .bindArray(
                            "tenants",
                            UUID.class,
                            shares.stream().map(share -> share.tenant().value()).toList())
                    .bindArray(
                            "environments",
                            UUID.class,
                            shares.stream()
                                    .map(share -> share.environment().value())
                                    .toList())
                    .bindArray(
                            "most",
                            Integer.class,
                            shares.stream().map(Lane.Share::most).toList())
                    .bindArray(
                            "begins",
                            OffsetDateTime.class,
                            shares.stream().map(found::begin).toList())
                    .bind("now", Columns.instant(now))
                    .bind("leaseEnd", Columns.instant(leaseEnd))
                    .map((row, context) -> SubmissionRows.submission(row))
                    .list();
        });
    }

    @Override
    public boolean record(FlowCheckpoint checkpoint) {
        return checkpoints.call(checkpoint);
    }

    private List<Boolean> record(List<FlowCheckpoint> batch) {
        Set<SubmissionRepository.Key> watched = statuses.watched(batch);
        Set<DocumentChains.Key> chains = DocumentChains.Key.left(batch);
        Instant at = batch.get(0).at();
        List<SubmissionRepository.Key> runs = ChannelRuns.ended(batch);
        Set<Held> recorded = watched.isEmpty() && runs.isEmpty()
                ? DocumentChains.advance(database, chains, at, handle -> record(handle, batch))
                : database.inTransaction(handle -> {
                    Set<Held> held = DocumentChains.advance(handle, chains, at, open -> record(open, batch));
                    ChannelRuns.follow(handle, recorded(held, runs), at, statuses);
                    statuses.tell(handle, recorded(held, watched), at);
                    return held;
                });
        return batch.stream()
                .map(each -> recorded.contains(new Held(each.tenant(), each.submission(), each.attempt())))
                .toList();
    }

    private static Set<Held> record(Handle handle, List<FlowCheckpoint> batch) {
        return new HashSet<>(new CheckpointBatch(batch)
                .bind(handle.createQuery(RECORD))
                .map((row, context) -> held(row))
                .list());
    }

    /** Returns those of the submissions whose checkpoint was recorded. */
    static List<SubmissionRepository.Key> recorded(Set<Held> held, Collection<SubmissionRepository.Key> watched) {
        return held.stream()
                .map(each -> new SubmissionRepository.Key(each.tenant(), each.submission()))
                .filter(watched::contains)
                .toList();
    }

    static Held held(ResultSet row) throws SQLException {
        return new Held(
                Columns.tenant(row), new SubmissionId(Columns.uuid(row, "submission_id")), row.getInt("attempt"));
    }

    @Override
    public int renew(List<Held> held, Instant leaseEnd) {
        return database.run(handle -> handle.createUpdate(RENEW)
                .bindArray(
                        "tenants",
                        UUID.class,
                        held.stream().map(each -> each.tenant().value()).toList())
                .bindArray(
                        "submissions",
                        UUID.class,
                        held.stream().map(each -> each.submission().value()).toList())
                .bindArray(
                        "attempts",
                        Integer.class,
                        held.stream().map(Held::attempt).toList())
                .bind("leaseEnd", Columns.instant(leaseEnd))
                .execute());
    }

    @Override
    public int present(Instant now, Instant until) {
        return database.run(handle -> handle.createQuery(PRESENT)
                .bind("node", node)
                .bind("now", Columns.instant(now))
                .bind("until", Columns.instant(until))
                .mapTo(int.class)
                .one());
    }

    @Override
    public int recover(Instant now, int mostLost, int limit) {
        if (mostLost < 1 || limit < 1) {
            throw new IllegalArgumentException(
                    "lost leases and limit must be positive, were " + mostLost + " and " + limit);
        }
        return database.inTransaction(handle -> {
            List<Optional<SubmissionRepository.Key>> recovered = handle.createQuery(RECOVER)
                    .bind("now", Columns.instant(now))
                    .bind("most", mostLost)
                    .bind("limit", limit)
                    .bind("failure", "workers died with it in hand " + mostLost + " times, one after the other")
                    .map((row, context) -> setAside(row))
                    .list();
            statuses.tellOfNeed(
                    handle, recovered.stream().flatMap(Optional::stream).toList(), now);
            return recovered.size();
        });
    }

    private static Optional<SubmissionRepository.Key> setAside(ResultSet row) throws SQLException {
        return row.getString("status").equals("PENDING")
                ? Optional.of(new SubmissionRepository.Key(
                        Columns.tenant(row), new SubmissionId(Columns.uuid(row, "submission_id"))))
                : Optional.empty();
    }
}
