package io.einvoicing.jdbc;

import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.SubmissionStatus;
import java.util.Optional;
import org.jdbi.v3.core.statement.Query;

/** Completes flows: the submission, its usage entry and what that adds to the figures in one statement. */
final class JdbcFlowCompletions implements FlowCompletions {
    /** The fence is taken first and locks the row, so that an entry is inserted only by the worker that completes. */
    private static final String COMPLETE_COUNTED = "with held as materialized (select 1 from submission where "
            + SubmissionRows.FENCE + """
             for update), entry as (
                insert into usage_entry (
                    occurred_at, series_no, feature_no, billing_day, tenant_id, submission_id, late, source_record)
                select :countedAt, :series, :featureNo, :day, :tenant, :submission, false, :record from held
                on conflict do nothing
                returning 1
            ), delta as (
                insert into usage_delta (tenant_id, billing_day, environment_id, feature_id, direction, quantity)
                select :tenant, :day, :environment, :feature, :direction, 1 from entry
            )
            update submission set\s""" + SubmissionRows.CHECKPOINT
            + ", counting = case when exists (select from entry) then 'COUNTED' else 'ALREADY_COUNTED' end where "
            + SubmissionRows.FENCE + " returning counting";

    private static final String COMPLETE_UNCOUNTED = "update submission set " + SubmissionRows.CHECKPOINT
            + ", counting = 'RELATED' where " + SubmissionRows.FENCE + " returning counting";

    private final Database database;
    private final UsageNumbers numbers;
    private final BillingCalendars calendars;

    JdbcFlowCompletions(Database database, UsageNumbers numbers, BillingCalendars calendars) {
        this.database = database;
        this.numbers = numbers;
        this.calendars = calendars;
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
        return counted.map(document -> completeCounted(completion, document))
                .orElseGet(() -> database.run(handle -> answer(handle.createQuery(COMPLETE_UNCOUNTED), completion)));
    }

    private Optional<Counting> completeCounted(FlowCheckpoint completion, CountedDocument document) {
        var day = calendars.of(document.tenant()).day(document.countedAt());
        int series = numbers.series()
                .of(
                        document.tenant(),
                        UsageSeries.of(document.environment(), document.direction(), document.document()));
        int feature = numbers.features().of(document.tenant(), document.feature());
        return database.run(handle -> answer(
                handle.createQuery(COMPLETE_COUNTED)
                        .bind("countedAt", Columns.instant(document.countedAt()))
                        .bind("series", series)
                        .bind("featureNo", feature)
                        .bind("day", day)
                        .bind("record", document.document().sourceRecord())
                        .bind("environment", document.environment().value())
                        .bind("feature", document.feature().value())
                        .bind("direction", document.direction().name()),
                completion));
    }

    private static Optional<Counting> answer(Query query, FlowCheckpoint completion) {
        return SubmissionRows.bindCheckpoint(query, completion)
                .mapTo(String.class)
                .findOne()
                .map(Counting::valueOf);
    }
}
