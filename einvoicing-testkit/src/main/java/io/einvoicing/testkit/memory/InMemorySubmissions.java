package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.Lane;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.DocumentChain;
import io.einvoicing.submission.ExportChannel;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.StatusNotification;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.SubmissionRepository;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps submissions with the progress and completions of their flows in memory. Each submission is changed under its own lock, so
 * that workers on different submissions never wait for each other.
 */
public final class InMemorySubmissions implements SubmissionRepository, FlowProgress, FlowCompletions {
    /** The order of a list: the newest first, ids as their digits read, as in a database. */
    private static final Comparator<Submission> NEWEST_FIRST = Comparator.comparing(
                    (Submission submission) -> submission.order().submittedAt())
            .thenComparing(submission -> submission.id().toString())
            .reversed();

    private final Map<Key, Row> rows = new ConcurrentHashMap<>();
    private final Map<Document, List<Row>> documents = new ConcurrentHashMap<>();
    /** Those that have not ended, in order; whoever adds or ends one holds the list's monitor before any row's. */
    private final Map<ChainKey, List<Row>> chains = new ConcurrentHashMap<>();

    /** Whoever ends a run or gives it documents holds this monitor before any other. */
    private final Object runs = new Object();

    private final InMemoryUsageLedger ledger;
    private final InMemoryEnvironmentRepository environments;
    private final InMemoryAuditTrail auditTrail;
    private final InMemoryNotifications notifications;
    private final Outage outage;

    private record Key(TenantId tenant, SubmissionId id) {}

    private record Document(TenantId tenant, EnvironmentId environment, BusinessDocumentKey key) {}

    private record ChainKey(TenantId tenant, DocumentChain chain) {}

    /** A stored submission; whoever changes it holds the row's monitor. */
    private static final class Row {
        private volatile Submission stored;
        private int lostLeases;

        Row(Submission stored) {
            this.stored = stored;
        }
    }

    InMemorySubmissions(
            InMemoryUsageLedger ledger,
            InMemoryEnvironmentRepository environments,
            InMemoryAuditTrail auditTrail,
            InMemoryNotifications notifications,
            Outage outage) {
        this.auditTrail = auditTrail;
        this.notifications = notifications;
        this.ledger = ledger;
        this.environments = environments;
        this.outage = outage;
        ledger.reconcileWith(tenant -> rows.values().stream()
                .map(row -> row.stored)
                .filter(submission -> submission.tenant().equals(tenant)));
    }

    @Override
    public Creation create(Submission submission) {
        outage.check();
        return environments.unlessDeleted(
                submission.tenant(),
                submission.order().environment(),
                () -> insert(submission),
                () -> rows.containsKey(new Key(submission.tenant(), submission.id()))
                        ? Creation.CREATED
                        : Creation.ENVIRONMENT_DELETED);
    }

    private Creation insert(Submission submission) {
        Key key = new Key(submission.tenant(), submission.id());
        Submission.Order order = submission.order();
        List<Row> siblings = documents.computeIfAbsent(
                new Document(submission.tenant(), order.environment(), order.document()), any -> new ArrayList<>(1));
        synchronized (siblings) {
            if (rows.containsKey(key)) {
                return Creation.CREATED;
            }
            boolean active = false;
            boolean accepted = false;
            for (Row sibling : siblings) {
                Submission other = sibling.stored;
                if (order.kind() == SubmissionKind.ORIGINAL && other.order().kind() == SubmissionKind.ORIGINAL) {
                    return Creation.DOCUMENT_KEY_USED;
                }
                active |= other.status().isActive();
                accepted |= other.isAcceptedIssue();
            }
            if (active) {
                return Creation.IN_PROCESS;
            }
            if (accepted && order.kind() == SubmissionKind.RESUBMISSION) {
                return Creation.ACCEPTED;
            }
            Row row = linked(submission);
            siblings.add(row);
            rows.put(key, row);
            return Creation.CREATED;
        }
    }

    /** Returns a new row, behind those that have not ended if the submission stands in a chain. */
    private Row linked(Submission submission) {
        Optional<DocumentChain> chain = submission.order().documentChain();
        if (chain.isEmpty()) {
            return new Row(submission);
        }
        List<Row> active =
                chains.computeIfAbsent(new ChainKey(submission.tenant(), chain.get()), any -> new ArrayList<>());
        synchronized (active) {
            Row row = new Row(active.isEmpty() ? submission : withDue(submission, Optional.empty()));
            active.add(row);
            return row;
        }
    }

    /** Makes a change that may end the submission, and then what follows it in its chain due. */
    private <T> T advance(Row row, Instant at, Supplier<T> change) {
        Optional<List<Row>> chain =
                row.stored.order().documentChain().map(each -> chains.get(new ChainKey(row.stored.tenant(), each)));
        if (chain.isEmpty()) {
            return told(row, at, change);
        }
        List<Row> active = chain.get();
        synchronized (active) {
            T answer = told(row, at, change);
            active.removeIf(each -> !keepsPlace(each.stored));
            active.stream().findFirst().ifPresent(first -> promote(first, at));
            return answer;
        }
    }

    /** One that only its export channel has to do with gives up its place. */
    private static boolean keepsPlace(Submission submission) {
        return submission.status().isActive() && !submission.waitsForChannel();
    }

    /** Makes a change that may end the submission; if that is a run of an export channel, its documents go on. */
    private <T> T follow(Row row, Instant at, Supplier<T> change) {
        if (row.stored.order().kind() != SubmissionKind.CHANNEL_RUN) {
            return advance(row, at, change);
        }
        synchronized (runs) {
            boolean active = row.stored.status().isActive();
            T answer = advance(row, at, change);
            if (active && !row.stored.status().isActive()) {
                follow(row.stored, at);
            }
            return answer;
        }
    }

    /** Makes a change of what may be a run of an export channel or one of its documents. */
    private <T> T onMember(Row row, Instant at, Supplier<T> change) {
        synchronized (runs) {
            return follow(row, at, change);
        }
    }

    private void follow(Submission run, Instant at) {
        boolean completed = run.status() == SubmissionStatus.COMPLETED;
        boolean unknown = !completed && run.sent();
        for (Row member : rows.values()) {
            synchronized (member) {
                Submission found = member.stored;
                if (!isIn(run, found) || found.status() != SubmissionStatus.PENDING) {
                    continue;
                }
                member.stored = waiting(
                        found,
                        unknown ? PendingReason.OUTCOME_UNKNOWN : PendingReason.WAITING_FOR_CHANNEL,
                        completed ? Optional.of(at) : Optional.empty(),
                        unknown
                                ? "channel run " + run.id() + " failed after something may have been sent: "
                                        + run.failure()
                                : "",
                        completed || unknown ? Optional.of(run.id()) : Optional.empty());
                tell(member.stored, at);
            }
        }
    }

    private static boolean isIn(Submission run, Submission member) {
        return member.tenant().equals(run.tenant())
                && member.channelRun().filter(run.id()::equals).isPresent();
    }

    @Override
    public List<Submission> waitingForChannel(TenantId tenant, ExportChannel.Key channel, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        outage.check();
        List<Submission> waiting = waiting(tenant)
                .filter(submission -> ExportChannel.Key.of(submission).equals(channel))
                .sorted(NEWEST_FIRST.reversed())
                .toList();
        return waiting.stream()
                .filter(each -> each.order().version() == waiting.get(0).order().version())
                .limit(limit)
                .toList();
    }

    private Stream<Submission> waiting(TenantId tenant) {
        return rows.values().stream()
                .map(row -> row.stored)
                .filter(submission -> submission.tenant().equals(tenant)
                        && submission.waitsForChannel()
                        && submission.channelRun().isEmpty());
    }

    @Override
    public RunStart startRun(Submission run, List<SubmissionId> members) {
        outage.check();
        synchronized (runs) {
            if (rows.containsKey(new Key(run.tenant(), run.id()))) {
                return RunStart.STARTED;
            }
            Set<SubmissionId> fit = waiting(run.tenant())
                    .filter(member -> ExportChannel.Key.of(member).equals(ExportChannel.Key.of(run))
                            && member.order().version() == run.order().version())
                    .map(Submission::id)
                    .collect(Collectors.toSet());
            if (!fit.containsAll(members)) {
                return RunStart.MEMBERS_CHANGED;
            }
            if (create(run) == Creation.ENVIRONMENT_DELETED) {
                return RunStart.ENVIRONMENT_DELETED;
            }
            for (SubmissionId member : members) {
                Row row = Objects.requireNonNull(rows.get(new Key(run.tenant(), member)));
                synchronized (row) {
                    row.stored = waiting(
                            row.stored, PendingReason.WAITING_FOR_CHANNEL, Optional.empty(), "", Optional.of(run.id()));
                }
            }
            return RunStart.STARTED;
        }
    }

    @Override
    public List<ExportChannel> channels(TenantId tenant) {
        outage.check();
        Map<ExportChannel.Key, List<Submission>> waiting =
                waiting(tenant).collect(Collectors.groupingBy(ExportChannel.Key::of));
        Map<ExportChannel.Key, Submission> last = rows.values().stream()
                .map(row -> row.stored)
                .filter(each -> each.tenant().equals(tenant) && each.order().kind() == SubmissionKind.CHANNEL_RUN)
                .collect(Collectors.toMap(ExportChannel.Key::of, each -> each, BinaryOperator.minBy(NEWEST_FIRST)));
        return Stream.concat(waiting.keySet().stream(), last.keySet().stream())
                .distinct()
                .map(channel -> new ExportChannel(
                        channel,
                        waiting.getOrDefault(channel, List.of()).size(),
                        waiting.getOrDefault(channel, List.of()).stream()
                                .map(each -> each.order().submittedAt())
                                .min(Comparator.naturalOrder()),
                        Optional.ofNullable(last.get(channel))))
                .toList();
    }

    private static Submission waiting(
            Submission found,
            PendingReason reason,
            Optional<Instant> dueAt,
            String failure,
            Optional<SubmissionId> run) {
        return new Submission(
                found.tenant(),
                found.id(),
                found.order(),
                SubmissionStatus.PENDING,
                Optional.of(reason),
                dueAt,
                found.attempt(),
                found.sent(),
                found.flow(),
                found.results(),
                found.invoiceStatus(),
                failure,
                found.counting(),
                Optional.empty(),
                run);
    }

    /** Makes a change, and tells whoever subscribed of the state that it brings about. */
    private <T> T told(Row row, Instant at, Supplier<T> change) {
        synchronized (row) {
            Submission before = row.stored;
            T answer = change.get();
            if (row.stored != before) {
                tell(row.stored, at);
            }
            return answer;
        }
    }

    private void tell(Submission submission, Instant at) {
        StatusNotification.of(submission, submission.endedAt().orElse(at))
                .filter(notifications::isWanted)
                .ifPresent(notifications::addWithin);
    }

    private static void promote(Row first, Instant at) {
        synchronized (first) {
            if (first.stored.status() == SubmissionStatus.SCHEDULED
                    && first.stored.dueAt().isEmpty()) {
                first.stored = withDue(first.stored, Optional.of(at));
            }
        }
    }

    @Override
    public Optional<Submission> find(TenantId tenant, SubmissionId id) {
        outage.check();
        Row row = rows.get(new Key(tenant, id));
        return row == null ? Optional.empty() : Optional.of(row.stored);
    }

    @Override
    public List<Submission> ofDocument(TenantId tenant, EnvironmentId environment, BusinessDocumentKey document) {
        outage.check();
        List<Row> siblings = documents.get(new Document(tenant, environment, document));
        if (siblings == null) {
            return List.of();
        }
        synchronized (siblings) {
            return siblings.stream()
                    .map(row -> row.stored)
                    .sorted(NEWEST_FIRST.reversed())
                    .toList();
        }
    }

    @Override
    public List<Submission> list(TenantId tenant, SubmissionFilter filter, Optional<SubmissionId> after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        outage.check();
        Row last = after.map(id -> rows.get(new Key(tenant, id))).orElse(null);
        if (after.isPresent() && last == null) {
            return List.of();
        }
        return rows.values().stream()
                .map(row -> row.stored)
                .filter(submission -> submission.tenant().equals(tenant) && filter.matches(submission))
                .filter(submission -> last == null || NEWEST_FIRST.compare(submission, last.stored) > 0)
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .toList();
    }

    /** Returns how many submissions to the environment are in process. */
    long active(TenantId tenant, EnvironmentId environment) {
        return rows.values().stream()
                .map(row -> row.stored)
                .filter(submission -> submission.tenant().equals(tenant)
                        && submission.order().environment().equals(environment)
                        && submission.status().isActive())
                .count();
    }

    @Override
    public boolean cancel(TenantId tenant, SubmissionId id, Instant at) {
        outage.check();
        Row row = rows.get(new Key(tenant, id));
        if (row == null) {
            return false;
        }
        return onMember(row, at, () -> {
            Submission found = row.stored;
            if (!found.status().isActive() || found.sent() || found.channelRun().isPresent()) {
                return false;
            }
            row.stored = with(
                    found, SubmissionStatus.CANCELED, Optional.empty(), Optional.empty(), found.attempt() + 1, "", at);
            return true;
        });
    }

    @Override
    public boolean decide(TenantId tenant, SubmissionId id, Instant at, Optional<String> failure, AuditStamp stamp) {
        outage.check();
        Optional<Submission> before = find(tenant, id);
        boolean decided = decide(tenant, id, at, failure);
        if (decided) {
            auditTrail.add(new AuditRecord(
                    tenant,
                    stamp,
                    "submission/" + id,
                    before.map(found -> found.status().name()),
                    find(tenant, id).map(found -> found.status().name())));
        }
        return decided;
    }

    /** Decides without a record of its own. */
    boolean decide(TenantId tenant, SubmissionId id, Instant at, Optional<String> failure) {
        Row row = rows.get(new Key(tenant, id));
        if (row == null) {
            return false;
        }
        return onMember(row, at, () -> {
            Submission found = row.stored;
            boolean waitsForDecision = found.status() == SubmissionStatus.PENDING
                    && found.pendingReason().equals(Optional.of(PendingReason.OUTCOME_UNKNOWN))
                    && found.dueAt().isEmpty();
            if (!waitsForDecision || failure.isEmpty() && found.channelRun().isPresent()) {
                return false;
            }
            row.stored = failure.map(text -> with(
                            found,
                            SubmissionStatus.FAILED,
                            Optional.empty(),
                            Optional.empty(),
                            found.attempt(),
                            text,
                            at))
                    .orElseGet(() -> with(
                            found,
                            SubmissionStatus.PENDING,
                            Optional.of(PendingReason.RETRY),
                            Optional.of(at),
                            found.attempt(),
                            found.failure(),
                            at));
            return true;
        });
    }

    @Override
    public Optional<RedriveObstacle> resume(Submission found, Submission resumed, AuditStamp stamp) {
        outage.check();
        Optional<RedriveObstacle> obstacle = resume(found, resumed);
        if (obstacle.isEmpty()) {
            auditTrail.add(new AuditRecord(
                    found.tenant(),
                    stamp,
                    "submission/" + found.id(),
                    Optional.of(found.status().name()),
                    Optional.of(resumed.status().name())));
        }
        return obstacle;
    }

    @Override
    public List<SubmissionRepository.Key> settled(List<SubmissionRepository.Key> asked) {
        outage.check();
        return asked.stream()
                .filter(each -> find(each.tenant(), each.submission())
                        .filter(found -> !found.status().isActive() || found.needsPerson())
                        .isPresent())
                .toList();
    }

    /** Returns everything that is meant, the newest first. */
    List<Submission> all(TenantId tenant, SubmissionFilter filter) {
        return rows.values().stream()
                .map(row -> row.stored)
                .filter(submission -> submission.tenant().equals(tenant) && filter.matches(submission))
                .sorted(NEWEST_FIRST)
                .toList();
    }

    /** Puts a submission back into process without a record of its own. */
    Optional<RedriveObstacle> resume(Submission found, Submission resumed) {
        synchronized (runs) {
            return resumeUnlessDeleted(found, resumed);
        }
    }

    private Optional<RedriveObstacle> resumeUnlessDeleted(Submission found, Submission resumed) {
        return environments.unlessDeleted(
                found.tenant(),
                found.order().environment(),
                () -> resumeUnlessChanged(found, resumed),
                () -> Optional.of(RedriveObstacle.ENVIRONMENT_DELETED));
    }

    private Optional<RedriveObstacle> resumeUnlessChanged(Submission found, Submission resumed) {
        List<Row> siblings = documents.getOrDefault(
                new Document(
                        found.tenant(),
                        found.order().environment(),
                        found.order().document()),
                List.of());
        synchronized (siblings) {
            for (Row sibling : siblings) {
                Submission other = sibling.stored;
                if (!other.id().equals(found.id()) && other.status().isActive()) {
                    return Optional.of(RedriveObstacle.DOCUMENT_IN_PROCESS);
                }
                if (!other.id().equals(found.id()) && found.order().kind().counts() && other.isAcceptedIssue()) {
                    return Optional.of(RedriveObstacle.DOCUMENT_ACCEPTED);
                }
            }
            Row row = rows.get(new Key(found.tenant(), found.id()));
            if (row == null) {
                return Optional.of(RedriveObstacle.CHANGED);
            }
            List<Row> active = found.order()
                    .documentChain()
                    .map(chain -> chains.computeIfAbsent(new ChainKey(found.tenant(), chain), any -> new ArrayList<>()))
                    .orElseGet(ArrayList::new);
            Optional<RedriveObstacle> obstacle;
            synchronized (active) {
                obstacle = resume(row, found, resumed, active);
            }
            if (obstacle.isEmpty() && found.order().kind() == SubmissionKind.CHANNEL_RUN) {
                hold(found);
            }
            return obstacle;
        }
    }

    /** Has the documents of a run that is driven on wait for its end again. */
    private void hold(Submission run) {
        for (Row member : rows.values()) {
            synchronized (member) {
                if (isIn(run, member.stored) && member.stored.waitsForDecision()) {
                    member.stored = waiting(
                            member.stored,
                            PendingReason.WAITING_FOR_CHANNEL,
                            Optional.empty(),
                            "",
                            member.stored.channelRun());
                }
            }
        }
    }

    /** What ended lost its place in its chain: it takes one behind those that have not ended. */
    private static Optional<RedriveObstacle> resume(Row row, Submission found, Submission resumed, List<Row> active) {
        synchronized (row) {
            Submission current = row.stored;
            if (current.status() != found.status()
                    || current.attempt() != found.attempt()
                    || !current.pendingReason().equals(found.pendingReason())
                    || !current.flow().equals(found.flow())) {
                return Optional.of(RedriveObstacle.CHANGED);
            }
            boolean waits = !found.status().isActive() && !active.isEmpty();
            row.stored = waits ? withDue(resumed, Optional.empty()) : resumed;
            row.lostLeases = 0;
            if (!found.status().isActive()) {
                active.add(row);
            }
            return Optional.empty();
        }
    }

    @Override
    public Optional<Submission> claim(TenantId tenant, SubmissionId submission, Instant now, Instant leaseEnd) {
        outage.check();
        Row row = rows.get(new Key(tenant, submission));
        if (row == null) {
            return Optional.empty();
        }
        synchronized (row) {
            Submission found = row.stored;
            if (!isDue(found, now)) {
                return Optional.empty();
            }
            Submission claimed = with(
                    found,
                    SubmissionStatus.EXECUTING,
                    found.pendingReason(),
                    Optional.of(leaseEnd),
                    found.attempt() + 1,
                    found.failure(),
                    now);
            row.stored = claimed;
            return Optional.of(claimed);
        }
    }

    @Override
    public boolean record(FlowCheckpoint checkpoint) {
        outage.check();
        Row row = rows.get(new Key(checkpoint.tenant(), checkpoint.submission()));
        if (row == null) {
            return false;
        }
        return follow(row, checkpoint.at(), () -> {
            if (!holdsLease(checkpoint, row.stored)) {
                return false;
            }
            row.stored = with(row.stored, checkpoint, row.stored.counting());
            row.lostLeases = 0;
            return true;
        });
    }

    @Override
    public synchronized List<Submission> claim(
            Function<List<Lane>, List<Lane.Share>> sharing, Instant now, Instant leaseEnd) {
        outage.check();
        Map<LaneKey, List<Submission>> waiting = new HashMap<>();
        Map<LaneKey, Integer> executing = new HashMap<>();
        for (Row row : rows.values()) {
            Submission submission = row.stored;
            LaneKey lane = new LaneKey(submission.tenant(), submission.order().environment());
            if (submission.status() == SubmissionStatus.EXECUTING) {
                executing.merge(lane, 1, Integer::sum);
            } else if (isDue(submission, now)) {
                waiting.computeIfAbsent(lane, any -> new ArrayList<>()).add(submission);
            }
        }
        List<Lane> lanes = Stream.concat(waiting.keySet().stream(), executing.keySet().stream())
                .distinct()
                .map(lane -> new Lane(
                        lane.tenant(), lane.environment(), waiting.containsKey(lane), executing.getOrDefault(lane, 0)))
                .toList();
        return sharing.apply(lanes).stream()
                .flatMap(share ->
                        waiting.getOrDefault(new LaneKey(share.tenant(), share.environment()), List.of()).stream()
                                .sorted(Comparator.comparing(
                                        each -> each.dueAt().orElseThrow()))
                                .limit(share.most()))
                .flatMap(each -> claim(each.tenant(), each.id(), now, leaseEnd).stream())
                .toList();
    }

    private record LaneKey(TenantId tenant, EnvironmentId environment) {}

    private static boolean isDue(Submission submission, Instant now) {
        return submission.status().isActive()
                && submission.dueAt().filter(due -> !due.isAfter(now)).isPresent();
    }

    @Override
    public int renew(List<Held> held, Instant leaseEnd) {
        outage.check();
        int renewed = 0;
        for (Held each : held) {
            Row row = rows.get(new Key(each.tenant(), each.submission()));
            if (row == null) {
                continue;
            }
            synchronized (row) {
                Submission found = row.stored;
                if (found.status() == SubmissionStatus.EXECUTING
                        && found.attempt() == each.attempt()
                        && found.dueAt().orElseThrow().isBefore(leaseEnd)) {
                    row.stored = with(
                            found,
                            found.status(),
                            found.pendingReason(),
                            Optional.of(leaseEnd),
                            found.attempt(),
                            found.failure(),
                            leaseEnd);
                    renewed++;
                }
            }
        }
        return renewed;
    }

    @Override
    public int recover(Instant now, int mostLost, int limit) {
        if (mostLost < 1 || limit < 1) {
            throw new IllegalArgumentException(
                    "lost leases and limit must be positive, were " + mostLost + " and " + limit);
        }
        outage.check();
        int recovered = 0;
        for (Row row : rows.values()) {
            synchronized (row) {
                Submission found = row.stored;
                if (recovered == limit || found.status() != SubmissionStatus.EXECUTING || !isDue(found, now)) {
                    continue;
                }
                long spread = 2_000L * row.lostLeases * row.lostLeases;
                Instant due = now.plusMillis(Math.floorMod(found.id().hashCode(), spread + 1));
                row.lostLeases++;
                boolean setAside = row.lostLeases >= mostLost;
                row.stored = with(
                        found,
                        setAside ? SubmissionStatus.PENDING : SubmissionStatus.SCHEDULED,
                        setAside ? Optional.of(PendingReason.SET_ASIDE) : found.pendingReason(),
                        setAside ? Optional.empty() : Optional.of(due),
                        found.attempt(),
                        setAside
                                ? "workers died with it in hand " + mostLost + " times, one after the other"
                                : found.failure(),
                        now);
                tell(row.stored, now);
                recovered++;
            }
        }
        return recovered;
    }

    @Override
    public Optional<Counting> complete(FlowCheckpoint completion, Optional<CountedDocument> counted) {
        outage.check();
        Row row = rows.get(new Key(completion.tenant(), completion.submission()));
        if (row == null) {
            return Optional.empty();
        }
        return follow(row, completion.at(), () -> {
            if (!holdsLease(completion, row.stored)) {
                return Optional.empty();
            }
            Counting counting = count(counted.orElse(null));
            row.stored = with(row.stored, completion, counting);
            return Optional.of(counting);
        });
    }

    private Counting count(@Nullable CountedDocument document) {
        if (document == null) {
            return Counting.RELATED;
        }
        return ledger.count(document) ? Counting.COUNTED : Counting.ALREADY_COUNTED;
    }

    private static boolean holdsLease(FlowCheckpoint checkpoint, Submission stored) {
        return stored.status() == SubmissionStatus.EXECUTING && stored.attempt() == checkpoint.attempt();
    }

    private static Submission with(
            Submission found,
            SubmissionStatus status,
            Optional<PendingReason> pendingReason,
            Optional<Instant> dueAt,
            int attempt,
            String failure,
            Instant at) {
        return new Submission(
                found.tenant(),
                found.id(),
                found.order(),
                status,
                pendingReason,
                dueAt,
                attempt,
                found.sent(),
                found.flow(),
                found.results(),
                found.invoiceStatus(),
                failure,
                found.counting(),
                status.isActive() ? Optional.empty() : Optional.of(at),
                found.channelRun());
    }

    private static Submission withDue(Submission found, Optional<Instant> dueAt) {
        return with(
                found,
                found.status(),
                found.pendingReason(),
                dueAt,
                found.attempt(),
                found.failure(),
                found.order().submittedAt());
    }

    private static Submission with(Submission found, FlowCheckpoint checkpoint, Counting counting) {
        return new Submission(
                found.tenant(),
                found.id(),
                found.order(),
                checkpoint.status(),
                checkpoint.pendingReason(),
                checkpoint.dueAt(),
                found.attempt(),
                checkpoint.sent(),
                checkpoint.flow(),
                checkpoint.results(),
                checkpoint.invoiceStatus(),
                checkpoint.failure(),
                counting,
                checkpoint.status().isActive() ? Optional.empty() : Optional.of(checkpoint.at()),
                found.channelRun());
    }
}
