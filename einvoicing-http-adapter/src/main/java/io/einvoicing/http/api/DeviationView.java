package io.einvoicing.http.api;

import io.einvoicing.usage.MonthUsage;
import java.time.YearMonth;

/**
 * A month in which more was used than acquired.
 *
 * @param month calendar month in the tenant's billing zone
 * @param acquired free and purchased volume
 * @param used documents counted in the month
 * @param deviation used − acquired
 */
public record DeviationView(YearMonth month, long acquired, long used, long deviation) {
    /** Shows a month. */
    public static DeviationView of(MonthUsage month) {
        return new DeviationView(
                month.month(),
                month.balance().acquired(),
                month.balance().used(),
                Math.negateExact(month.balance().balance()));
    }
}
