package io.einvoicing.jdbc;

import com.fasterxml.jackson.core.type.TypeReference;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.document.StoredFile;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.statement.SqlStatement;

/** How a submission stands in its row. */
final class SubmissionRows {
    /** Statuses of a submission in process, as in the conditions of the partial indexes. */
    static final String ACTIVE = "status in ('SCHEDULED', 'EXECUTING', 'PENDING')";

    static final String COLUMNS = """
            tenant_id, submission_id, environment_id, erp_application, legal_entity, document_context, source_record,
            kind, parent_id, feature_id, feature_version, setup, input, context, variables, submitted_by, submitted_at,
            status, pending_reason, due_at, lease_end, attempt, sent, flow, results, invoice_status, failure, counting, ended_at, chain,
            channel_run""";

    /** Due at the instant {@code :now}: waiting work at its due time, executing work at the end of its lease. */
    static final String DUE =
            "(status in ('SCHEDULED', 'PENDING') and due_at <= :now or status = 'EXECUTING' and lease_end <= :now)";

    static final Json.Column<StoredFile> INPUT = Json.column(StoredFile.class);
    static final Json.Column<Map<String, FieldValue>> CONTEXT = Json.column(new TypeReference<>() {});
    static final Json.Column<Map<String, String>> VARIABLES = Json.column(new TypeReference<>() {});
    static final Json.Column<FlowState> FLOW = Json.column(FlowState.class);

    private SubmissionRows() {}

    static Submission submission(ResultSet row) throws SQLException {
        SubmissionStatus status = SubmissionStatus.valueOf(row.getString("status"));
        return new Submission(
                Columns.tenant(row),
                new SubmissionId(Columns.uuid(row, "submission_id")),
                order(row),
                status,
                Columns.optional(row, "pending_reason", PendingReason::valueOf),
                Columns.optionalInstant(row, status == SubmissionStatus.EXECUTING ? "lease_end" : "due_at"),
                row.getInt("attempt"),
                row.getBoolean("sent"),
                FLOW.read(row.getString("flow")),
                VARIABLES.read(row.getString("results")),
                Columns.optional(row, "invoice_status", InvoiceStatus::new),
                row.getString("failure"),
                Counting.valueOf(row.getString("counting")),
                Columns.optionalInstant(row, "ended_at"),
                Optional.ofNullable(Columns.uuid(row, "channel_run")).map(SubmissionId::new));
    }

    private static Submission.Order order(ResultSet row) throws SQLException {
        return new Submission.Order(
                new EnvironmentId(Columns.uuid(row, "environment_id")),
                new FeatureId(Columns.uuid(row, "feature_id")),
                row.getInt("feature_version"),
                row.getString("setup"),
                SubmissionKind.valueOf(row.getString("kind")),
                Optional.ofNullable(Columns.uuid(row, "parent_id")).map(SubmissionId::new),
                new BusinessDocumentKey(
                        row.getString("erp_application"),
                        row.getString("legal_entity"),
                        row.getString("document_context"),
                        row.getString("source_record")),
                INPUT.read(row.getString("input")),
                CONTEXT.read(row.getString("context")),
                VARIABLES.read(row.getString("variables")),
                new PrincipalId(Columns.uuid(row, "submitted_by")),
                Columns.instant(row, "submitted_at"),
                Optional.ofNullable(row.getString("chain")));
    }

    static <S extends SqlStatement<S>> S bindDocument(S statement, BusinessDocumentKey document) {
        return statement
                .bind("erp", document.erpApplication())
                .bind("entity", document.legalEntity())
                .bind("documentContext", document.documentContext())
                .bind("record", document.sourceRecord());
    }

    /** Binds what is due when, in the column that the status asks for. */
    static <S extends SqlStatement<S>> S bindDue(S statement, SubmissionStatus status, Optional<Instant> dueAt) {
        boolean executing = status == SubmissionStatus.EXECUTING;
        Optional<OffsetDateTime> due = dueAt.map(Columns::instant);
        return statement.bind("dueAt", due.filter(at -> !executing)).bind("leaseEnd", due.filter(at -> executing));
    }
}
