package io.einvoicing.jdbc;

import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.SubmissionRepository;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/** Completes flows: submissions, their usage entries and what those add to the figures in one statement for many of them. */
final class JdbcFlowCompletions implements FlowCompletions {
    /** The fence is taken first and locks the rows, so that an entry is inserted only by the worker that completes. */
    static final String COMPLETE = "with given as materialized (select * from rows from ("
            + CheckpointBatch.ARRAYS
            + ", unnest(:counts, :countedAts, :series, :features, :days, :records::text[], :environments, :featureIds,"
            + " :directions::text[])) as c (" + CheckpointBatch.COLUMNS
            + ", counts, counted_at, series_no, feature_no, billing_day, source_record, environment_id, feature_id, direction)"
            + """
            ), held as materialized (
                select c.* from given c join submission s on\s""" + CheckpointBatch.FENCE + """
             for no key update of s
            ), entry as (
                insert into usage_entry (
                    occurred_at, series_no, feature_no, billing_day, tenant_id, submission_id, late, source_record)
                select counted_at, series_no, feature_no, billing_day, tenant_id, submission_id, false, source_record
                from held where counts
                order by tenant_id, source_record collate "C", series_no
                on conflict do nothing
                returning tenant_id, submission_id
            ), delta as (
                insert into usage_delta (tenant_id, billing_day, environment_id, feature_id, direction, quantity)
                select tenant_id, billing_day, environment_id, feature_id, direction, count(*)
                from held join entry using (tenant_id, submission_id)
                group by 1, 2, 3, 4, 5
            )
            update submission s set\s""" + CheckpointBatch.CHECKPOINT + """
            , counting = case when not c.counts then 'RELATED' when entry.submission_id is null then 'ALREADY_COUNTED' else 'COUNTED' end
            from held c left join entry using (tenant_id, submission_id) where\s""" + CheckpointBatch.FENCE
            + " returning s.tenant_id, s.submission_id, s.attempt, s.counting";

    private static final LocalDate NO_DAY = LocalDate.EPOCH;

    private final Database database;
    private final UsageNumbers numbers;
    private final BillingCalendars calendars;
    private final StatusOutbox statuses;
    private final GroupCommit<Completion, Optional<Counting>> completions;

    /** What is to be recorded, with the numbers that stand for series and feature. */
    private record Completion(
            FlowCheckpoint checkpoint, Optional<CountedDocument> counted, int series, int feature, LocalDate day) {
        <T> @Nullable T counted(Function<CountedDocument, T> value) {
            return counted.map(value).orElse(null);
        }
    }

    JdbcFlowCompletions(
            Database database,
            UsageNumbers numbers,
            BillingCalendars calendars,
            StatusOutbox statuses,
            IntConsumer batchSizes) {
        this.database = database;
        this.statuses = statuses;
        this.numbers = numbers;
        this.calendars = calendars;
        this.completions = new GroupCommit<>(GroupCommit.MOST, 1, this::complete, batchSizes);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalStateException if a document is to be counted whose tenant is not in the store; nothing was recorded
     */
    @Override
    public Optional<Counting> complete(FlowCheckpoint completion, Optional<CountedDocument> counted) {
        if (completion.status() != SubmissionStatus.COMPLETED) {
            throw new IllegalArgumentException("a completion must be COMPLETED, was " + completion.status());
        }
        counted.ifPresent(document -> {
            if (!document.tenant().equals(completion.tenant())
                    || !document.submission().equals(completion.submission())) {
                throw new IllegalArgumentException("the document to count must be that of the completed submission");
            }
        });
        return completions.call(counted.map(document -> new Completion(
                        completion,
                        counted,
                        numbers.series()
                                .of(
                                        document.tenant(),
                                        UsageSeries.of(
                                                document.environment(), document.direction(), document.document())),
                        numbers.features().of(document.tenant(), document.feature()),
                        calendars.of(document.tenant()).day(document.countedAt())))
                .orElseGet(() -> new Completion(completion, counted, 0, 0, NO_DAY)));
    }

    private List<Optional<Counting>> complete(List<Completion> batch) {
        List<FlowCheckpoint> checkpoints =
                batch.stream().map(Completion::checkpoint).toList();
        Set<SubmissionRepository.Key> watched = statuses.watched(checkpoints);
        Set<DocumentChains.Key> chains = DocumentChains.Key.left(checkpoints);
        Instant at = checkpoints.get(0).at();
        List<SubmissionRepository.Key> runs = ChannelRuns.ended(checkpoints);
        Map<FlowProgress.Held, Counting> recorded = watched.isEmpty() && runs.isEmpty()
                ? DocumentChains.advance(database, chains, at, handle -> complete(handle, batch))
                : database.inTransaction(handle -> {
                    Map<FlowProgress.Held, Counting> held =
                            DocumentChains.advance(handle, chains, at, open -> complete(open, batch));
                    ChannelRuns.follow(handle, JdbcFlowProgress.recorded(held.keySet(), runs), at, statuses);
                    statuses.tell(handle, JdbcFlowProgress.recorded(held.keySet(), watched), at);
                    return held;
                });
        return checkpoints.stream()
                .map(each -> Optional.ofNullable(
                        recorded.get(new FlowProgress.Held(each.tenant(), each.submission(), each.attempt()))))
                .toList();
    }

    private static Map<FlowProgress.Held, Counting> complete(Handle handle, List<Completion> batch) {
        return bind(handle.createQuery(COMPLETE), batch).reduceResultSet(new HashMap<>(), (answers, row, context) -> {
            answers.put(JdbcFlowProgress.held(row), Counting.valueOf(row.getString("counting")));
            return answers;
        });
    }

    private static Query bind(Query query, List<Completion> batch) {
        return new CheckpointBatch(batch.stream().map(Completion::checkpoint).toList())
                .bind(query)
                .bindArray(
                        "counts",
                        Boolean.class,
                        column(batch, each -> each.counted().isPresent()))
                .bindArray(
                        "countedAts",
                        OffsetDateTime.class,
                        column(batch, each -> each.counted(document -> Columns.instant(document.countedAt()))))
                .bindArray("series", Integer.class, column(batch, Completion::series))
                .bindArray("features", Integer.class, column(batch, Completion::feature))
                .bindArray("days", LocalDate.class, column(batch, Completion::day))
                .bindArray(
                        "records",
                        String.class,
                        column(
                                batch,
                                each -> each.counted(
                                        document -> document.document().sourceRecord())))
                .bindArray(
                        "environments",
                        UUID.class,
                        column(
                                batch,
                                each -> each.counted(
                                        document -> document.environment().value())))
                .bindArray(
                        "featureIds",
                        UUID.class,
                        column(
                                batch,
                                each -> each.counted(
                                        document -> document.feature().value())))
                .bindArray(
                        "directions",
                        String.class,
                        column(
                                batch,
                                each -> each.counted(
                                        document -> document.direction().name())));
    }

    private static List<?> column(List<Completion> batch, Function<Completion, @Nullable Object> value) {
        return batch.stream().map(value).toList();
    }
}
