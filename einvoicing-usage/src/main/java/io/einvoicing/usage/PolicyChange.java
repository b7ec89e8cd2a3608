package io.einvoicing.usage;

import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.time.YearMonth;

/**
 * A policy that holds from a month on, until the month of the next change.
 *
 * @param tenant whose volumes
 * @param from first month, 2000-01 to 2199-12
 * @param policy the volumes
 * @param setAt when it was set; of several for one month the latest holds
 */
public record PolicyChange(TenantId tenant, YearMonth from, UsagePolicy policy, Instant setAt) {
    public PolicyChange {
        DayPeriod.requireInRange("month", from.atDay(1));
    }
}
