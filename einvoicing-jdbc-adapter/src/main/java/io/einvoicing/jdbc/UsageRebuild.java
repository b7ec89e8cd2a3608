package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.port.UsageRollUp.Progress;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Builds the roll-ups of a tenant anew from the ledger, within one snapshot. Rows that are right already are not written again: the
 * usual reset writes nothing.
 */
final class UsageRebuild {
    /** Months are taken together until they have so many documents by the roll-up that is there: a guess of the size suffices. */
    private static final long STEP = 1_000_000;

    private static final String COUNT = """
            select s.direction, c.billing_day, s.environment_id, f.feature_id, sum(c.quantity) as quantity
            from (
                select billing_day, series_no, feature_no, count(*) as quantity from usage_entry
                where tenant_id = :tenant and billing_day >= :from and billing_day < :until
                group by billing_day, series_no, feature_no) as c
            join usage_series s on s.tenant_id = :tenant and s.series_no = c.series_no
            join usage_feature f on f.tenant_id = :tenant and f.feature_no = c.feature_no
            group by 1, 2, 3, 4""";

    private static final String REPLACE = """
            with given as materialized (
                select direction, ${value} as ${column}, environment_id, feature_id, sum(quantity) as quantity
                from unnest(:directions::text[], :days, :environments, :features, :quantities)
                    as figure (direction, day, environment_id, feature_id, quantity)
                group by 1, 2, 3, 4
            ), gone as (
                delete from ${table} present
                where tenant_id = :tenant and ${column} >= :from and ${column} < :until and not exists (
                    select from given
                    where given.direction = present.direction and given.${column} = present.${column}
                        and given.environment_id = present.environment_id and given.feature_id = present.feature_id)
            )
            insert into ${table} as present (tenant_id, direction, ${column}, environment_id, feature_id, quantity)
            select :tenant, direction, ${column}, environment_id, feature_id, quantity from given
            on conflict (tenant_id, direction, ${column}, environment_id, feature_id)
                do update set quantity = excluded.quantity where present.quantity <> excluded.quantity""";

    private static final String REPLACE_DAYS = replace("usage_day", "billing_day", "day");
    private static final String REPLACE_MONTHS =
            replace("usage_month", "month", "date_trunc('month', day::timestamp)::date");

    private final Handle snapshot;
    private final TenantId tenant;

    UsageRebuild(Handle snapshot, TenantId tenant) {
        this.snapshot = snapshot;
        this.tenant = tenant;
    }

    /** Returns the number of documents in the ledger. */
    long run(Progress progress) {
        List<Part> parts = parts();
        long expected = parts.stream().mapToLong(Part::expected).sum();
        long done = 0;
        for (Part part : parts) {
            progress.report(done, Math.max(done, expected));
            Figures figures = count(part);
            replace(REPLACE_DAYS, part, figures);
            replace(REPLACE_MONTHS, part, figures);
            done += figures.quantities.stream().mapToLong(Long::longValue).sum();
        }
        progress.report(done, done);
        return done;
    }

    /** Returns whole months that together are all of time, whatever the roll-up says. */
    private List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        LocalDate from = LocalDate.MIN;
        long expected = 0;
        for (Month month : months()) {
            if (expected >= STEP) {
                parts.add(new Part(from, month.first(), expected));
                from = month.first();
                expected = 0;
            }
            expected += month.quantity();
        }
        parts.add(new Part(from, LocalDate.MAX, expected));
        return parts;
    }

    private List<Month> months() {
        return snapshot.createQuery("""
                        select month, sum(quantity) as quantity from usage_month
                        where tenant_id = :tenant group by month order by month""")
                .bind("tenant", tenant.value())
                .map((row, context) -> new Month(row.getObject("month", LocalDate.class), row.getLong("quantity")))
                .list();
    }

    private Figures count(Part part) {
        Figures figures = new Figures();
        snapshot.createQuery(COUNT)
                .bind("tenant", tenant.value())
                .bind("from", part.from())
                .bind("until", part.until())
                .map((row, context) -> {
                    figures.directions.add(row.getString("direction"));
                    figures.days.add(row.getObject("billing_day", LocalDate.class));
                    figures.environments.add(Columns.uuid(row, "environment_id"));
                    figures.features.add(Columns.uuid(row, "feature_id"));
                    figures.quantities.add(row.getLong("quantity"));
                    return figures;
                })
                .list();
        return figures;
    }

    private void replace(String sql, Part part, Figures figures) {
        snapshot.createUpdate(sql)
                .bind("tenant", tenant.value())
                .bind("from", part.from())
                .bind("until", part.until())
                .bindArray("directions", String.class, figures.directions)
                .bindArray("days", LocalDate.class, figures.days)
                .bindArray("environments", UUID.class, figures.environments)
                .bindArray("features", UUID.class, figures.features)
                .bindArray("quantities", Long.class, figures.quantities)
                .execute();
    }

    private static String replace(String table, String column, String value) {
        return REPLACE.replace("${table}", table).replace("${column}", column).replace("${value}", value);
    }

    private record Month(LocalDate first, long quantity) {}

    private record Part(LocalDate from, LocalDate until, long expected) {}

    /** Columns of what was counted. */
    private static final class Figures {
        private final List<String> directions = new ArrayList<>();
        private final List<LocalDate> days = new ArrayList<>();
        private final List<UUID> environments = new ArrayList<>();
        private final List<UUID> features = new ArrayList<>();
        private final List<Long> quantities = new ArrayList<>();
    }
}
