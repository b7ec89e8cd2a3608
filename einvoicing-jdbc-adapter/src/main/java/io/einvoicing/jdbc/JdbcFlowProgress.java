package io.einvoicing.jdbc;

import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Claims and checkpoints of submissions, each one update that the attempt fences. */
final class JdbcFlowProgress implements FlowProgress {
    private static final String CLAIM =
            "update submission set status = 'EXECUTING', attempt = attempt + 1, due_at = null, lease_end = :leaseEnd"
                    + " where tenant_id = :tenant and submission_id = :submission and "
                    + SubmissionRows.DUE
                    + " returning " + SubmissionRows.COLUMNS;

    private static final String RECORD =
            "update submission set " + SubmissionRows.CHECKPOINT + " where " + SubmissionRows.FENCE;

    /** Two halves, for each has an index of its own. */
    private static final String OVERDUE = """
            (select tenant_id, submission_id, due_at from submission
                where status in ('SCHEDULED', 'PENDING') and due_at < :before order by due_at limit :limit)
            union all
            (select tenant_id, submission_id, lease_end from submission
                where status = 'EXECUTING' and lease_end < :before order by lease_end limit :limit)
            order by due_at limit :limit""";

    private final Database database;

    JdbcFlowProgress(Database database) {
        this.database = database;
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
    public boolean record(FlowCheckpoint checkpoint) {
        return database.run(handle -> SubmissionRows.bindCheckpoint(handle.createUpdate(RECORD), checkpoint)
                        .execute())
                == 1;
    }

    @Override
    public List<Due> overdue(Instant before, int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit must be positive, was " + limit);
        }
        return database.run(handle -> handle.createQuery(OVERDUE)
                .bind("before", Columns.instant(before))
                .bind("limit", limit)
                .map((row, context) -> new Due(
                        Columns.tenant(row),
                        new SubmissionId(Columns.uuid(row, "submission_id")),
                        Columns.instant(row, "due_at")))
                .list());
    }
}
