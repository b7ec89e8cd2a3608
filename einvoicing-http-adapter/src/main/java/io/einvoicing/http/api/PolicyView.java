package io.einvoicing.http.api;

import io.einvoicing.usage.PolicySchedule;
import io.einvoicing.usage.UsagePolicy;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.Stream;

/**
 * Volumes that the licence grants from a month on.
 *
 * @param from first month; 2000-01 for the policy from the beginning
 * @param freeVolume documents free in each month
 * @param packageSize documents in one purchased package
 */
public record PolicyView(YearMonth from, long freeVolume, long packageSize) {
    private static final YearMonth BEGINNING = YearMonth.of(2000, 1);

    /** Shows every policy, the earliest first. */
    public static List<PolicyView> of(PolicySchedule schedule) {
        return Stream.concat(Stream.of(BEGINNING), schedule.changes().tailMap(BEGINNING, false).keySet().stream())
                .map(from -> of(from, schedule.at(from)))
                .toList();
    }

    /** Shows the policy of a month. */
    public static PolicyView of(YearMonth from, UsagePolicy policy) {
        return new PolicyView(from, policy.freeVolume(), policy.packageSize());
    }
}
