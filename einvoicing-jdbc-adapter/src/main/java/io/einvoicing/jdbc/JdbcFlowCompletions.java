package io.einvoicing.jdbc;

import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.SubmissionStatus;
import java.util.Optional;

/** Completes flows: the submission and its usage entry in one statement. */
final class JdbcFlowCompletions implements FlowCompletions {
    /** The fence is taken first and locks the row, so that an entry is inserted only by the worker that completes. */
    private static final String COMPLETE_COUNTED = "with held as materialized (select 1 from submission where "
            + SubmissionRows.FENCE + " for update), entry as (" + JdbcUsageLedger.insertFrom("held")
            + " returning 1) update submission set " + SubmissionRows.CHECKPOINT
            + ", counting = case when exists (select from entry) then 'COUNTED' else 'ALREADY_COUNTED' end where "
            + SubmissionRows.FENCE + " returning counting";

    private static final String COMPLETE_UNCOUNTED = "update submission set " + SubmissionRows.CHECKPOINT
            + ", counting = 'RELATED' where " + SubmissionRows.FENCE + " returning counting";

    private final Database database;

    JdbcFlowCompletions(Database database) {
        this.database = database;
    }

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
        return database.run(handle -> SubmissionRows.bindCheckpoint(
                        counted.map(document -> JdbcUsageLedger.bind(handle.createQuery(COMPLETE_COUNTED), document))
                                .orElseGet(() -> handle.createQuery(COMPLETE_UNCOUNTED)),
                        completion)
                .mapTo(String.class)
                .findOne()
                .map(Counting::valueOf));
    }
}
