package io.einvoicing.jdbc;

import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Counting;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.Reconciliation;
import io.einvoicing.usage.Reconciliation.Difference;
import io.einvoicing.usage.Reconciliation.Kind;
import io.einvoicing.usage.UsageFilter;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatements;

/** Compares a tenant's submissions, ledger and roll-up within one snapshot; the roll-up in both directions. */
final class UsageReconciler {
    private static final String COMPLETED = """
            select counting, count(*) as submissions from submission
            where tenant_id = :tenant and status = 'COMPLETED' and ended_at >= :from and ended_at < :until
            group by counting""";

    private static final String LEDGER = """
            select count(*) as entries, count(*) filter (where e.submission_id is null) as fed
            from usage_entry e
            join usage_series s on s.tenant_id = e.tenant_id and s.series_no = e.series_no
            where e.tenant_id = :tenant and e.billing_day between :first and :last and s.direction = 'EXPORT'""";

    private static final String COUNTED_WITHOUT_ENTRY = """
            select x.submission_id, x.erp_application, x.legal_entity, x.document_context, x.source_record,
                count(*) over () as differences
            from submission x
            where x.tenant_id = :tenant and x.status = 'COMPLETED' and x.ended_at >= :from and x.ended_at < :until
                and x.counting = 'COUNTED' and not exists (
                    select from usage_series s
                    join usage_entry e on e.tenant_id = s.tenant_id and e.series_no = s.series_no
                    where s.tenant_id = x.tenant_id and s.environment_id = x.environment_id and s.direction = 'EXPORT'
                        and s.erp_application = x.erp_application and s.legal_entity = x.legal_entity
                        and s.document_context = x.document_context and e.source_record = x.source_record)
            order by x.ended_at, x.submission_id limit :limit""";

    private static final String ENTRY_WITHOUT_COUNTED_SUBMISSION = """
            select e.submission_id, s.erp_application, s.legal_entity, s.document_context, e.source_record,
                count(*) over () as differences
            from usage_entry e
            join usage_series s on s.tenant_id = e.tenant_id and s.series_no = e.series_no
            where e.tenant_id = :tenant and e.billing_day between :first and :last and s.direction = 'EXPORT'
                and e.submission_id is not null and not exists (
                    select from submission x
                    where x.tenant_id = e.tenant_id and x.submission_id = e.submission_id and x.counting = 'COUNTED')
            order by e.billing_day, e.series_no, e.source_record limit :limit""";

    private static final String DAY_DIFFERS = """
            with ledger as (
                select e.billing_day as day, s.direction, s.environment_id, f.feature_id, sum(e.quantity) as quantity
                from (
                    select tenant_id, billing_day, series_no, feature_no, count(*) as quantity from usage_entry
                    where tenant_id = :tenant and billing_day between :first and :last
                    group by 1, 2, 3, 4) as e
                join usage_series s on s.tenant_id = e.tenant_id and s.series_no = e.series_no
                join usage_feature f on f.tenant_id = e.tenant_id and f.feature_no = e.feature_no
                group by 1, 2, 3, 4
            ), roll_up as (
                select billing_day as day, direction, environment_id, feature_id, sum(quantity) as quantity
                from (
                    select billing_day, direction, environment_id, feature_id, quantity from usage_day
                    where tenant_id = :tenant and billing_day between :first and :last
                    union all
                    select billing_day, direction, environment_id, feature_id, quantity from usage_delta
                    where tenant_id = :tenant and billing_day between :first and :last) as counted
                group by 1, 2, 3, 4
            )
            select 'day ' || to_char(day, 'YYYY-MM-DD') as period, direction, environment_id, feature_id, count(*) over () as differences,
                'the ledger has ' || coalesce(ledger.quantity, 0) || ', the roll-up by day '
                    || coalesce(roll_up.quantity, 0) as text
            from ledger full join roll_up using (day, direction, environment_id, feature_id)
            where coalesce(ledger.quantity, 0) <> coalesce(roll_up.quantity, 0)
            order by day, direction, environment_id, feature_id limit :limit""";

    /** For each month of which a day is in the period; what is not folded yet is missing from both. */
    private static final String MONTH_DIFFERS = """
            with days as (
                select date_trunc('month', billing_day::timestamp)::date as month, direction, environment_id, feature_id, sum(quantity) as quantity
                from usage_day
                where tenant_id = :tenant and billing_day >= :firstMonth and billing_day < :lastMonth::date + interval '1 month'
                group by 1, 2, 3, 4
            ), months as (
                select month, direction, environment_id, feature_id, quantity from usage_month
                where tenant_id = :tenant and month between :firstMonth and :lastMonth
            )
            select 'month ' || to_char(month, 'YYYY-MM') as period, direction, environment_id, feature_id, count(*) over () as differences,
                'the roll-up by day has ' || coalesce(days.quantity, 0) || ', the roll-up by month '
                    || coalesce(months.quantity, 0) as text
            from days full join months using (month, direction, environment_id, feature_id)
            where coalesce(days.quantity, 0) <> coalesce(months.quantity, 0)
            order by month, direction, environment_id, feature_id limit :limit""";

    private final List<Difference> differences = new ArrayList<>();
    private final Handle snapshot;
    private final TenantId tenant;
    private final DayPeriod period;
    private final Instant from;
    private final Instant until;
    private long found;

    UsageReconciler(Handle snapshot, TenantId tenant, DayPeriod period, Instant from, Instant until) {
        this.snapshot = snapshot;
        this.tenant = tenant;
        this.period = period;
        this.from = from;
        this.until = until;
    }

    Reconciliation run() {
        collect(
                COUNTED_WITHOUT_ENTRY,
                (row, context) -> new Difference(
                        Kind.COUNTED_WITHOUT_ENTRY,
                        submission(row),
                        "the submission was counted, the ledger has no entry of " + document(row)));
        collect(
                ENTRY_WITHOUT_COUNTED_SUBMISSION,
                (row, context) -> new Difference(
                        Kind.ENTRY_WITHOUT_COUNTED_SUBMISSION,
                        submission(row),
                        "the ledger has an entry of " + document(row) + ", the submission was not counted"));
        collect(DAY_DIFFERS, (row, context) -> rollUpDiffers(row));
        collect(MONTH_DIFFERS, (row, context) -> rollUpDiffers(row));
        return report();
    }

    private Reconciliation report() {
        Map<Counting, Long> completed = new HashMap<>();
        query(COMPLETED)
                .map((row, context) ->
                        completed.put(Counting.valueOf(row.getString("counting")), row.getLong("submissions")))
                .list();
        long rolledUp =
                UsageSum.BY_FEATURE.of(snapshot, tenant, Direction.EXPORT, period, UsageFilter.NONE).values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
        return query(LEDGER)
                .map((row, context) -> new Reconciliation(
                        period,
                        completed.values().stream().mapToLong(Long::longValue).sum(),
                        completed.getOrDefault(Counting.COUNTED, 0L),
                        completed.getOrDefault(Counting.ALREADY_COUNTED, 0L),
                        completed.getOrDefault(Counting.RELATED, 0L),
                        row.getLong("entries"),
                        row.getLong("fed"),
                        rolledUp,
                        differences,
                        found - differences.size()))
                .one();
    }

    /** Adds the differences that a query finds, as far as there is room; each of its rows says how many it found in all. */
    private void collect(String sql, RowMapper<Difference> mapper) {
        int room = Reconciliation.MAX_DIFFERENCES - differences.size();
        // At least one row, to hear how many there are.
        List<Found> rows = query(sql)
                .bind("limit", Math.max(1, room))
                .map((row, context) -> new Found(mapper.map(row, context), row.getLong("differences")))
                .list();
        rows.stream().limit(room).map(Found::difference).forEach(differences::add);
        found += rows.isEmpty() ? 0 : rows.get(0).inAll();
    }

    private Query query(String sql) {
        Query query = snapshot.createQuery(sql);
        query.getConfig(SqlStatements.class).setUnusedBindingAllowed(true);
        return query.bind("tenant", tenant.value())
                .bind("first", period.first())
                .bind("last", period.last())
                .bind("firstMonth", period.first().withDayOfMonth(1))
                .bind("lastMonth", period.last().withDayOfMonth(1))
                .bind("from", Columns.instant(from))
                .bind("until", Columns.instant(until));
    }

    private static String submission(ResultSet row) throws SQLException {
        return "submission " + Columns.uuid(row, "submission_id");
    }

    private static BusinessDocumentKey document(ResultSet row) throws SQLException {
        return new BusinessDocumentKey(
                row.getString("erp_application"),
                row.getString("legal_entity"),
                row.getString("document_context"),
                row.getString("source_record"));
    }

    private static Difference rollUpDiffers(ResultSet row) throws SQLException {
        return new Difference(
                Kind.ROLL_UP_DIFFERS,
                row.getString("period") + (row.getString("direction").equals("IMPORT") ? ", received" : "")
                        + ", environment " + Columns.uuid(row, "environment_id") + ", feature "
                        + Columns.uuid(row, "feature_id"),
                row.getString("text"));
    }

    private record Found(Difference difference, long inAll) {}
}
