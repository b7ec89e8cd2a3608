package io.einvoicing.http.api;

import io.einvoicing.usage.MonthlyBalance;
import java.time.YearMonth;

/**
 * The balance of one month.
 *
 * @param month calendar month in the tenant's billing zone
 * @param free free volume in documents
 * @param purchased purchased volume in documents
 * @param used documents counted in the month
 * @param balance free + purchased − used, which may be negative
 * @param deviation whether more was used than acquired
 */
public record BalanceView(YearMonth month, long free, long purchased, long used, long balance, boolean deviation) {
    /** Shows a balance. */
    public static BalanceView of(MonthlyBalance balance) {
        return new BalanceView(
                balance.month(),
                balance.free(),
                balance.purchased(),
                balance.used(),
                balance.balance(),
                balance.isDeviation());
    }
}
