package io.einvoicing.jdbc;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.Recording;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.port.UsageLedger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The append-only ledger; its primary key is what is counted once. */
final class JdbcUsageLedger implements UsageLedger {
    private static final int MAX_BATCH = 10_000;

    private static final String COLUMNS = """
            e.occurred_at, e.billing_day, e.tenant_id, e.submission_id, e.late, e.source_record,
            s.environment_id, s.direction, s.erp_application, s.legal_entity, s.document_context, f.feature_id""";

    private static final String JOIN_NAMES = """
            join usage_series s on s.tenant_id = e.tenant_id and s.series_no = e.series_no
            join usage_feature f on f.tenant_id = e.tenant_id and f.feature_no = e.feature_no
            """;

    /**
     * Inserts in the order of the key, so that batches with the same documents wait for each other and never in a circle. A
     * reservation that has expired may be used up here too: it holds nothing any more.
     */
    private static final String RECORD = """
            with inserted as (
                insert into usage_entry (
                    occurred_at, series_no, feature_no, billing_day, tenant_id, submission_id, late, source_record)
                select occurred_at, series_no, feature_no, billing_day, :tenant, submission_id, late, source_record
                from\s""" + UsageBatch.GIVEN + """
                order by source_record collate "C", series_no
                on conflict do nothing
                returning series_no, feature_no, billing_day
            ), grouped as (
                select billing_day, series_no, feature_no, count(*) as quantity from inserted group by 1, 2, 3
            ), delta as (
                insert into usage_delta (tenant_id, billing_day, environment_id, feature_id, direction, quantity)
                select e.tenant_id, e.billing_day, s.environment_id, f.feature_id, s.direction, sum(e.quantity)
                from (select :tenant as tenant_id, * from grouped) as e\s""" + JOIN_NAMES + """
                group by 1, 2, 3, 4, 5
            ), reservation as (
                update usage_reservation
                set used = least(documents, used + (select count(*) from inserted))
                where tenant_id = :tenant and reservation_id = :reservation and released_at is null
            )
            select count(*) from inserted""";

    private static final String FIRST_CONFLICT =
            "select given.position, " + COLUMNS + " from " + UsageBatch.GIVEN + """
            join usage_entry e
                on e.tenant_id = :tenant and e.series_no = given.series_no and e.source_record = given.source_record
            """ + JOIN_NAMES + """
            where e.feature_no <> given.feature_no or e.occurred_at <> given.occurred_at
            order by given.position limit 1""";

    private final Database database;
    private final UsageNumbers numbers;

    JdbcUsageLedger(Database database, UsageNumbers numbers) {
        this.database = database;
        this.numbers = numbers;
    }

    @Override
    public Recording record(TenantId tenant, List<UsageEntry> entries, Optional<ReservationId> reservation) {
        if (entries.size() > MAX_BATCH) {
            throw new IllegalArgumentException("entries must be at most " + MAX_BATCH + ", were " + entries.size());
        }
        UsageBatch batch = UsageBatch.of(tenant, entries, numbers);
        return database.inTransaction(handle -> {
            long recorded = batch.bind(handle.createQuery(RECORD))
                    .bind("reservation", reservation.map(ReservationId::value))
                    .mapTo(Long.class)
                    .one();
            if (recorded < entries.size()) {
                Optional<Recording> conflict = firstConflict(handle, batch);
                if (conflict.isPresent()) {
                    handle.rollback();
                    return conflict.get();
                }
            }
            return new Recording.Recorded(recorded, entries.size() - recorded);
        });
    }

    private static Optional<Recording> firstConflict(Handle handle, UsageBatch batch) {
        return batch.bind(handle.createQuery(FIRST_CONFLICT))
                .<Recording>map((row, context) -> new Recording.Conflict(row.getInt("position") - 1, entry(row)))
                .findOne();
    }

    @Override
    public List<UsageEntry> entries(
            TenantId tenant,
            Direction direction,
            DayPeriod period,
            UsageFilter filter,
            Optional<UsageEntry.Cursor> after,
            int limit) {
        List<Integer> series = seriesOf(tenant, direction, filter.environment());
        Optional<Integer> feature =
                filter.feature().flatMap(id -> numbers.features().find(tenant, id));
        if (series.isEmpty() || feature.isEmpty() && filter.feature().isPresent()) {
            return List.of();
        }
        String page = "select * from usage_entry where tenant_id = :tenant and billing_day between :from and :to"
                + " and series_no = any(:series)"
                + (feature.isPresent() ? " and feature_no = :feature" : "")
                + (after.isPresent()
                        ? " and (billing_day, series_no, source_record) > (:day, :afterSeries, :record)"
                        : "")
                + " order by billing_day, series_no, source_record limit :limit";
        String sql = "select " + COLUMNS + " from (" + page + ") as e " + JOIN_NAMES
                + "order by e.billing_day, e.series_no, e.source_record";
        return database.run(handle -> {
            var query = handle.createQuery(sql)
                    .bind("tenant", tenant.value())
                    .bind("from", period.first())
                    .bind("to", period.last())
                    .bindArray("series", Integer.class, series)
                    .bind("limit", limit);
            feature.ifPresent(number -> query.bind("feature", number));
            after.ifPresent(cursor -> query.bind("day", cursor.billingDay())
                    .bind("afterSeries", afterSeries(tenant, cursor))
                    .bind("record", cursor.key().document().sourceRecord()));
            return query.map((row, context) -> entry(row)).list();
        });
    }

    private List<Integer> seriesOf(TenantId tenant, Direction direction, Optional<EnvironmentId> environment) {
        return database.run(handle -> handle.createQuery("""
                        select series_no from usage_series
                        where tenant_id = :tenant and direction = :direction
                            and environment_id = coalesce(:environment, environment_id)""")
                .bind("tenant", tenant.value())
                .bind("direction", direction.name())
                .bind("environment", environment.map(EnvironmentId::value))
                .mapTo(Integer.class)
                .list());
    }

    private int afterSeries(TenantId tenant, UsageEntry.Cursor cursor) {
        return numbers.series()
                .find(tenant, UsageSeries.of(cursor.key()))
                .orElseThrow(() -> new IllegalArgumentException("cursor must be that of an entry, was " + cursor));
    }

    private static UsageEntry entry(ResultSet row) throws SQLException {
        UsageSeries series = UsageSeries.of(row);
        return new UsageEntry(
                Columns.tenant(row),
                series.environment(),
                new FeatureId(Columns.uuid(row, "feature_id")),
                series.direction(),
                series.document(row.getString("source_record")),
                Columns.instant(row, "occurred_at"),
                row.getObject("billing_day", LocalDate.class),
                row.getBoolean("late"),
                Optional.ofNullable(Columns.uuid(row, "submission_id")).map(SubmissionId::new));
    }
}
