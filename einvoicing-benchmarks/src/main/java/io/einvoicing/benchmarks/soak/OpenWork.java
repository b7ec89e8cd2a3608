package io.einvoicing.benchmarks.soak;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** What has not ended yet of a tenant's submissions, as the store has it. */
final class OpenWork {
    private static final String OPEN = """
            select count(*) from submission where tenant_id = ? and
            (status in ('SCHEDULED', 'EXECUTING') or status = 'PENDING' and (due_at is not null or pending_reason = 'OUTCOME_UNKNOWN'))""";
    private static final String UNKNOWN = """
            select submission_id from submission where tenant_id = ?
            and status = 'PENDING' and due_at is null and pending_reason = 'OUTCOME_UNKNOWN'""";

    private final DataSource store;
    private final TenantId tenant;

    OpenWork(DataSource store, TenantId tenant) {
        this.store = store;
        this.tenant = tenant;
    }

    /** Returns how many submissions will end by themselves or after a person's decision. */
    long count() throws SQLException {
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement(OPEN)) {
            statement.setObject(1, tenant.value());
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    /** Returns the submissions that wait for a person, because it is not known what became of their call. */
    List<SubmissionId> unknown() throws SQLException {
        List<SubmissionId> unknown = new ArrayList<>();
        try (Connection connection = store.getConnection();
                PreparedStatement statement = connection.prepareStatement(UNKNOWN)) {
            statement.setObject(1, tenant.value());
            ResultSet row = statement.executeQuery();
            while (row.next()) {
                unknown.add(new SubmissionId(row.getObject(1, UUID.class)));
            }
        }
        return unknown;
    }
}
