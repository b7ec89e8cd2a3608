package io.einvoicing.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.einvoicing.usage.MonthFigure;
import io.einvoicing.usage.MonthUsage;
import java.time.YearMonth;
import java.util.Optional;

/**
 * One month of usage per month; of one environment or feature only month, state and used are known, the others are null.
 *
 * @param month calendar month in the tenant's billing zone
 * @param state whether its used volume can still change
 * @param free free volume in documents
 * @param purchased purchased volume in documents
 * @param acquired free + purchased
 * @param used documents counted in the month
 * @param balance free + purchased − used, which may be negative
 * @param deviation documents used beyond what was acquired, 0 if none
 * @param changedAfterClose whether a purchase was entered or reversed after the month had closed
 * @param reserved documents that open reservations hold
 * @param available balance − reserved
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record UsageMonthView(
        YearMonth month,
        MonthUsage.State state,
        Optional<Long> free,
        Optional<Long> purchased,
        Optional<Long> acquired,
        long used,
        Optional<Long> balance,
        Optional<Long> deviation,
        Optional<Boolean> changedAfterClose,
        Optional<Long> reserved,
        Optional<Long> available) {
    /** Shows a month of the organization. */
    public static UsageMonthView of(MonthUsage usage) {
        BalanceView month = BalanceView.of(usage);
        return new UsageMonthView(
                month.month(),
                month.state(),
                Optional.of(month.free()),
                Optional.of(month.purchased()),
                Optional.of(month.acquired()),
                month.used(),
                Optional.of(month.balance()),
                Optional.of(month.deviation()),
                Optional.of(month.changedAfterClose()),
                Optional.of(month.reserved()),
                Optional.of(month.available()));
    }

    /** Shows a month of one environment, one feature or both. */
    public static UsageMonthView of(MonthFigure figure) {
        return new UsageMonthView(
                figure.month(),
                figure.state(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                figure.quantity(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
