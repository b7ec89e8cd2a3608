package io.einvoicing.jdbc;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.UsageFilter;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/**
 * Sums of documents by one of their properties, from the roll-ups and from what is not in them yet. Always one statement: it sees each
 * document either here or there, also while a fold runs. Whole months come from the roll-up by month, the days before and after them
 * from the one by day.
 */
final class UsageSum<K> {
    static final UsageSum<YearMonth> BY_MONTH = new UsageSum<>(
            "date_trunc('month', day::timestamp)::date",
            (row, context) -> YearMonth.from(row.getObject("key", LocalDate.class)),
            true);
    static final UsageSum<LocalDate> BY_DAY =
            new UsageSum<>("day", (row, context) -> row.getObject("key", LocalDate.class), false);
    static final UsageSum<FeatureId> BY_FEATURE =
            new UsageSum<>("feature_id", (row, context) -> new FeatureId(Columns.uuid(row, "key")), true);
    static final UsageSum<EnvironmentId> BY_ENVIRONMENT =
            new UsageSum<>("environment_id", (row, context) -> new EnvironmentId(Columns.uuid(row, "key")), true);

    private static final String FROM = """
            from (
                select month as day, environment_id, feature_id, quantity from usage_month
                where tenant_id = :tenant and direction = :direction and month >= :monthsFrom and month < :monthsUntil
                union all
                select billing_day, environment_id, feature_id, quantity from usage_day
                where tenant_id = :tenant and direction = :direction and billing_day >= :from and billing_day < :monthsFrom
                union all
                select billing_day, environment_id, feature_id, quantity from usage_day
                where tenant_id = :tenant and direction = :direction and billing_day >= :monthsUntil and billing_day < :until
                union all
                select billing_day, environment_id, feature_id, quantity from usage_delta
                where tenant_id = :tenant and direction = :direction and billing_day >= :from and billing_day < :until
            ) as counted""";

    private final String key;
    private final RowMapper<K> mapper;
    private final boolean wholeMonths;

    private UsageSum(String key, RowMapper<K> mapper, boolean wholeMonths) {
        this.key = key;
        this.mapper = mapper;
        this.wholeMonths = wholeMonths;
    }

    Map<K, Long> of(Handle handle, TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter) {
        String sql = "select " + key + " as key, sum(quantity) as quantity " + FROM + condition(filter) + " group by 1";
        LocalDate until = period.last().plusDays(1);
        LocalDate monthsFrom =
                wholeMonths ? min(period.first().minusDays(1).plusMonths(1).withDayOfMonth(1), until) : until;
        LocalDate monthsUntil = max(until.withDayOfMonth(1), monthsFrom);
        Query query = handle.createQuery(sql)
                .bind("tenant", tenant.value())
                .bind("direction", direction.name())
                .bind("from", period.first())
                .bind("until", until)
                .bind("monthsFrom", monthsFrom)
                .bind("monthsUntil", monthsUntil);
        filter.environment().ifPresent(id -> query.bind("environment", id.value()));
        filter.feature().ifPresent(id -> query.bind("feature", id.value()));
        Map<K, Long> sums = new HashMap<>();
        query.map((row, context) -> Map.entry(mapper.map(row, context), row.getLong("quantity")))
                .forEach(each -> sums.put(each.getKey(), each.getValue()));
        return sums;
    }

    private static String condition(UsageFilter filter) {
        return " where true"
                + (filter.environment().isPresent() ? " and environment_id = :environment" : "")
                + (filter.feature().isPresent() ? " and feature_id = :feature" : "");
    }

    private static LocalDate min(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    private static LocalDate max(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }
}
