package io.einvoicing.jdbc;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.port.UsageFigures;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;

/** Sums of the ledger, each answered by one statement. */
final class JdbcUsageFigures implements UsageFigures {
    private final Database database;

    JdbcUsageFigures(Database database) {
        this.database = database;
    }

    @Override
    public Map<YearMonth, Long> byMonth(TenantId tenant, Direction direction, MonthPeriod period, UsageFilter filter) {
        return sum(UsageSum.BY_MONTH, tenant, direction, period.days(), filter);
    }

    @Override
    public Map<LocalDate, Long> byDay(TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter) {
        return sum(UsageSum.BY_DAY, tenant, direction, period, filter);
    }

    @Override
    public Map<FeatureId, Long> byFeature(TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter) {
        return sum(UsageSum.BY_FEATURE, tenant, direction, period, filter);
    }

    @Override
    public Map<EnvironmentId, Long> byEnvironment(
            TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter) {
        return sum(UsageSum.BY_ENVIRONMENT, tenant, direction, period, filter);
    }

    private <K> Map<K, Long> sum(
            UsageSum<K> sum, TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter) {
        return database.run(handle -> sum.of(handle, tenant, direction, period, filter));
    }
}
