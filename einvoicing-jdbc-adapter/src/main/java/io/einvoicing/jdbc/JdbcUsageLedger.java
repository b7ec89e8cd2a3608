package io.einvoicing.jdbc;

import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.port.UsageLedger;
import java.time.YearMonth;
import org.jdbi.v3.core.statement.SqlStatement;

/** The append-only ledger; its primary key is what is counted once. */
final class JdbcUsageLedger implements UsageLedger {
    private static final String INTO = """
            insert into usage_entry (
                tenant_id, environment_id, direction, erp_application, legal_entity, document_context, source_record,
                feature_id, submission_id, counted_at, billing_day)
            select :tenant, :environment, :direction, :erp, :entity, :documentContext, :record,
                :feature, :submission, :countedAt, (:countedAt at time zone coalesce(t.sql_zone, 'UTC'))::date
            from""";

    /**
     * Inserts the entry unless its document was counted; the billing day is taken in the zone that the tenant has in this statement,
     * UTC without a tenant of that id.
     *
     * @param source a subquery of at most one row; without a row nothing is inserted
     */
    static String insertFrom(String source) {
        return INTO + " " + source + " as source left join tenant t on t.tenant_id = :tenant on conflict do nothing";
    }

    private static final String INSERT = insertFrom("(values (1))");

    private final Database database;

    JdbcUsageLedger(Database database) {
        this.database = database;
    }

    static <S extends SqlStatement<S>> S bind(S statement, CountedDocument document) {
        return SubmissionRows.bindDocument(statement, document.document())
                .bind("tenant", document.tenant().value())
                .bind("environment", document.environment().value())
                .bind("direction", document.direction().name())
                .bind("feature", document.feature().value())
                .bind("submission", document.submission().value())
                .bind("countedAt", Columns.instant(document.countedAt()));
    }

    @Override
    public boolean countOnce(CountedDocument document) {
        return database.run(
                        handle -> bind(handle.createUpdate(INSERT), document).execute())
                == 1;
    }

    @Override
    public long used(TenantId tenant, Direction direction, YearMonth month) {
        return Columns.Days.of(month)
                .map(days -> database.run(handle -> handle.createQuery("""
                                select count(*) from usage_entry
                                where tenant_id = :tenant and direction = :direction and billing_day between :from and :to""")
                        .bind("tenant", tenant.value())
                        .bind("direction", direction.name())
                        .bind("from", days.from())
                        .bind("to", days.to())
                        .mapTo(Long.class)
                        .one()))
                .orElse(0L);
    }
}
