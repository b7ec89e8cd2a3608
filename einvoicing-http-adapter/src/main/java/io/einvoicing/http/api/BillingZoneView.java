package io.einvoicing.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.einvoicing.activation.BillingCalendar;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * The zones in which a tenant's days and months are counted.
 *
 * @param periods in the order of time
 */
public record BillingZoneView(List<Period> periods) {
    public BillingZoneView {
        periods = List.copyOf(periods);
    }

    /**
     * A zone and the first month that is counted in it.
     *
     * @param zone the zone
     * @param from its first month; null for the first zone, which has no beginning
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Period(ZoneId zone, Optional<YearMonth> from) {}

    /** Shows a calendar. */
    public static BillingZoneView of(BillingCalendar calendar) {
        return new BillingZoneView(calendar.periods().stream()
                .map(period -> new Period(period.zone(), period.from()))
                .toList());
    }
}
