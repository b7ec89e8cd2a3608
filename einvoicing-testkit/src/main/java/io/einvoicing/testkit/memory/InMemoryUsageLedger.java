package io.einvoicing.testkit.memory;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.Reconciliation;
import io.einvoicing.usage.Reconciliation.Difference;
import io.einvoicing.usage.Recording;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.port.UsageFigures;
import io.einvoicing.usage.port.UsageLedger;
import io.einvoicing.usage.port.UsageRollUp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Keeps the ledger in memory and adds it up on each question: its roll-up is the ledger itself, and folding only notes that it took
 * place.
 */
public final class InMemoryUsageLedger implements UsageLedger, UsageFigures, UsageRollUp {
    private static final Comparator<UsageEntry.Key> BY_KEY = Comparator.comparing(
                    (UsageEntry.Key key) -> key.environment().toString())
            .thenComparing(UsageEntry.Key::direction)
            .thenComparing(key -> key.document().toString());
    private static final Comparator<UsageEntry.Cursor> ORDER =
            Comparator.comparing(UsageEntry.Cursor::billingDay).thenComparing(UsageEntry.Cursor::key, BY_KEY);

    private final Map<TenantId, Map<UsageEntry.Key, UsageEntry>> entries = new HashMap<>();
    private final Set<TenantId> unfolded = new HashSet<>();
    private final InMemoryTenantRepository tenants;
    private final InMemoryReservations reservations;
    private final Outage outage;
    private Function<TenantId, Stream<Submission>> submissions = tenant -> Stream.empty();

    InMemoryUsageLedger(InMemoryTenantRepository tenants, InMemoryReservations reservations, Outage outage) {
        this.tenants = tenants;
        this.reservations = reservations;
        this.outage = outage;
    }

    /** Says where the submissions are with which the ledger is reconciled. */
    void reconcileWith(Function<TenantId, Stream<Submission>> source) {
        this.submissions = source;
    }

    @Override
    public Recording record(TenantId tenant, List<UsageEntry> batch, Optional<ReservationId> reservation) {
        outage.check();
        synchronized (this) {
            List<UsageEntry> added = new ArrayList<>();
            for (int i = 0; i < batch.size(); i++) {
                UsageEntry entry = batch.get(i);
                UsageEntry existing = of(tenant).get(entry.key());
                if (existing == null) {
                    added.add(entry);
                } else if (!existing.sameContent(entry)) {
                    return new Recording.Conflict(i, existing);
                }
            }
            added.forEach(this::add);
            reservation.ifPresent(id -> reservations.use(tenant, id, added.size()));
            return new Recording.Recorded(added.size(), batch.size() - (long) added.size());
        }
    }

    /** Counts within the call of another adapter of the same store. */
    synchronized boolean count(CountedDocument document) {
        UsageEntry entry = new UsageEntry(
                document.tenant(),
                document.environment(),
                document.feature(),
                document.direction(),
                document.document(),
                document.countedAt(),
                tenants.require(document.tenant()).billing().day(document.countedAt()),
                false,
                Optional.of(document.submission()));
        if (of(document.tenant()).containsKey(entry.key())) {
            return false;
        }
        add(entry);
        return true;
    }

    @Override
    public List<UsageEntry> entries(
            TenantId tenant,
            Direction direction,
            DayPeriod period,
            UsageFilter filter,
            Optional<UsageEntry.Cursor> after,
            int limit) {
        outage.check();
        return select(tenant, direction, period, filter).stream()
                .sorted(Comparator.comparing(InMemoryUsageLedger::cursor, ORDER))
                .filter(entry -> after.filter(cursor -> ORDER.compare(cursor(entry), cursor) <= 0)
                        .isEmpty())
                .limit(limit)
                .toList();
    }

    @Override
    public Map<YearMonth, Long> byMonth(TenantId tenant, Direction direction, MonthPeriod period, UsageFilter filter) {
        return sum(tenant, direction, period.days(), filter, entry -> YearMonth.from(entry.billingDay()));
    }

    @Override
    public Map<LocalDate, Long> byDay(TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter) {
        return sum(tenant, direction, period, filter, UsageEntry::billingDay);
    }

    @Override
    public Map<FeatureId, Long> byFeature(TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter) {
        return sum(tenant, direction, period, filter, UsageEntry::feature);
    }

    @Override
    public Map<EnvironmentId, Long> byEnvironment(
            TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter) {
        return sum(tenant, direction, period, filter, UsageEntry::environment);
    }

    @Override
    public synchronized Set<TenantId> unfolded(int limit) {
        outage.check();
        return unfolded.stream().limit(limit).collect(Collectors.toSet());
    }

    @Override
    public synchronized boolean fold(TenantId tenant, Progress progress) {
        outage.check();
        unfolded.remove(tenant);
        progress.report(1, 1);
        return true;
    }

    @Override
    public synchronized void rebuild(TenantId tenant, Progress progress) {
        fold(tenant, progress);
    }

    @Override
    public Reconciliation reconcile(TenantId tenant, DayPeriod period, Instant from, Instant until) {
        outage.check();
        List<Submission> completed = submissions
                .apply(tenant)
                .filter(submission -> submission.status() == SubmissionStatus.COMPLETED)
                .filter(submission -> submission
                        .endedAt()
                        .filter(at -> !at.isBefore(from) && at.isBefore(until))
                        .isPresent())
                .toList();
        List<UsageEntry> counted = select(tenant, Direction.EXPORT, period, UsageFilter.NONE);
        List<Difference> differences = new ArrayList<>();
        synchronized (this) {
            for (Submission submission : completed) {
                UsageEntry.Key key = new UsageEntry.Key(
                        submission.order().environment(),
                        Direction.EXPORT,
                        submission.order().document());
                if (submission.counting() == Counting.COUNTED && !of(tenant).containsKey(key)) {
                    differences.add(new Difference(
                            Reconciliation.Kind.COUNTED_WITHOUT_ENTRY,
                            "submission " + submission.id(),
                            "the submission was counted, the ledger has no entry of " + key.document()));
                }
            }
        }
        Map<String, Submission> known = submissions
                .apply(tenant)
                .collect(Collectors.toMap(submission -> submission.id().toString(), Function.identity()));
        for (UsageEntry entry : counted) {
            entry.submission()
                    .filter(id -> {
                        Submission submission = known.get(id.toString());
                        return submission == null || submission.counting() != Counting.COUNTED;
                    })
                    .ifPresent(id -> differences.add(new Difference(
                            Reconciliation.Kind.ENTRY_WITHOUT_COUNTED_SUBMISSION,
                            "submission " + id,
                            "the ledger has an entry of " + entry.document() + ", the submission was not counted")));
        }
        long named = Math.min(differences.size(), Reconciliation.MAX_DIFFERENCES);
        return new Reconciliation(
                period,
                completed.size(),
                count(completed, Counting.COUNTED),
                count(completed, Counting.ALREADY_COUNTED),
                count(completed, Counting.RELATED),
                counted.size(),
                counted.stream().filter(entry -> entry.submission().isEmpty()).count(),
                counted.size(),
                differences.subList(0, (int) named),
                differences.size() - named);
    }

    private static long count(List<Submission> completed, Counting counting) {
        return completed.stream()
                .filter(submission -> submission.counting() == counting)
                .count();
    }

    private void add(UsageEntry entry) {
        of(entry.tenant()).put(entry.key(), entry);
        unfolded.add(entry.tenant());
    }

    private Map<UsageEntry.Key, UsageEntry> of(TenantId tenant) {
        return entries.computeIfAbsent(tenant, any -> new LinkedHashMap<>());
    }

    private synchronized List<UsageEntry> select(
            TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter) {
        return of(tenant).values().stream()
                .filter(entry -> entry.direction() == direction
                        && !entry.billingDay().isBefore(period.first())
                        && !entry.billingDay().isAfter(period.last())
                        && filter.matches(entry.environment(), entry.feature()))
                .toList();
    }

    private <K> Map<K, Long> sum(
            TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter, Function<UsageEntry, K> key) {
        outage.check();
        return select(tenant, direction, period, filter).stream()
                .collect(Collectors.groupingBy(key, Collectors.counting()));
    }

    private static UsageEntry.Cursor cursor(UsageEntry entry) {
        return new UsageEntry.Cursor(entry.billingDay(), entry.key());
    }
}
