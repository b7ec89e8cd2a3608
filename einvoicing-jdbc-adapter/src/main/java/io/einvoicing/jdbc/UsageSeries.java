package io.einvoicing.jdbc;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.flow.Direction;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.usage.UsageEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.statement.SqlStatement;

/** What identifies an entry of a tenant apart from its source record. */
record UsageSeries(
        EnvironmentId environment,
        Direction direction,
        String erpApplication,
        String legalEntity,
        String documentContext) {
    private static final String WANTED = """
            unnest(:environments, :directions::text[], :erps::text[], :entities::text[], :contexts::text[]) with ordinality
                as wanted (environment_id, direction, erp_application, legal_entity, document_context, position)
            """;

    private static final String SAME = """
            s.tenant_id = :tenant and s.environment_id = wanted.environment_id and s.direction = wanted.direction
                and s.erp_application = wanted.erp_application and s.legal_entity = wanted.legal_entity
                and s.document_context = wanted.document_context""";

    static Numbering<UsageSeries> numbering(Database database) {
        return new Numbering<>(
                database,
                "select position, series_no as number from " + WANTED + "join usage_series s on " + SAME,
                """
                insert into usage_series
                select :tenant,
                    (select coalesce(max(series_no), 0) from usage_series where tenant_id = :tenant) + row_number() over (),
                    environment_id, direction, erp_application, legal_entity, document_context
                from\s""" + WANTED + "where not exists (select from usage_series s where " + SAME + ")",
                UsageSeries::bind);
    }

    static UsageSeries of(UsageEntry.Key key) {
        return of(key.environment(), key.direction(), key.document());
    }

    static UsageSeries of(EnvironmentId environment, Direction direction, BusinessDocumentKey document) {
        return new UsageSeries(
                environment, direction, document.erpApplication(), document.legalEntity(), document.documentContext());
    }

    static UsageSeries of(ResultSet row) throws SQLException {
        return new UsageSeries(
                new EnvironmentId(Columns.uuid(row, "environment_id")),
                Direction.valueOf(row.getString("direction")),
                row.getString("erp_application"),
                row.getString("legal_entity"),
                row.getString("document_context"));
    }

    BusinessDocumentKey document(String sourceRecord) {
        return new BusinessDocumentKey(erpApplication, legalEntity, documentContext, sourceRecord);
    }

    private static void bind(SqlStatement<?> statement, List<UsageSeries> series) {
        statement.bindArray(
                "environments",
                UUID.class,
                series.stream().map(each -> each.environment().value()).toList());
        statement.bindArray(
                "directions",
                String.class,
                series.stream().map(each -> each.direction().name()).toList());
        statement.bindArray(
                "erps",
                String.class,
                series.stream().map(UsageSeries::erpApplication).toList());
        statement.bindArray(
                "entities",
                String.class,
                series.stream().map(UsageSeries::legalEntity).toList());
        statement.bindArray(
                "contexts",
                String.class,
                series.stream().map(UsageSeries::documentContext).toList());
    }
}
