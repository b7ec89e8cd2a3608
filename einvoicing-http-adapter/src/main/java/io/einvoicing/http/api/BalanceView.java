package io.einvoicing.http.api;

import io.einvoicing.usage.MonthUsage;
import java.time.YearMonth;

/**
 * The balance of one month.
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
public record BalanceView(
        YearMonth month,
        MonthUsage.State state,
        long free,
        long purchased,
        long acquired,
        long used,
        long balance,
        long deviation,
        boolean changedAfterClose,
        long reserved,
        long available) {
    /** Shows a month. */
    public static BalanceView of(MonthUsage month) {
        long balance = month.balance().balance();
        return new BalanceView(
                month.month(),
                month.state(),
                month.balance().free(),
                month.balance().purchased(),
                month.balance().acquired(),
                month.balance().used(),
                balance,
                Math.negateExact(Math.min(0, balance)),
                month.changedAfterClose(),
                month.reserved(),
                month.available());
    }
}
