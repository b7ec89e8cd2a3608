package io.einvoicing.usage.port;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.UsageFilter;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Map;

/**
 * Sums of the ledger. Every answer includes all entries recorded before the call; its cost does not grow with the number of entries.
 * What has no entry is missing from the answer. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface UsageFigures {
    Map<YearMonth, Long> byMonth(TenantId tenant, Direction direction, MonthPeriod period, UsageFilter filter);

    Map<LocalDate, Long> byDay(TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter);

    Map<FeatureId, Long> byFeature(TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter);

    Map<EnvironmentId, Long> byEnvironment(TenantId tenant, Direction direction, DayPeriod period, UsageFilter filter);
}
