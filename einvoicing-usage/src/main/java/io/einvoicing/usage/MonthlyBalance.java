package io.einvoicing.usage;

import java.time.YearMonth;

/**
 * The balance of one month; nothing rolls over from month to month.
 *
 * @param month calendar month in the tenant's billing zone
 * @param free free volume in documents
 * @param purchased purchased volume in documents; negative only if a month's reversing entries outweigh its purchases
 * @param used documents counted in the month, exporting direction
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/global/e-invoicing-usage-management-dashboard">
 *     Source: Usage management dashboard, calculation, dated 2021-05-07</a>
 */
public record MonthlyBalance(YearMonth month, long free, long purchased, long used) {
    public MonthlyBalance {
        if (free < 0 || used < 0) {
            throw new IllegalArgumentException("free and used must be >= 0, were " + free + " and " + used);
        }
    }

    /**
     * Returns free + purchased − used, which may be negative: the shortfall is what is reported.
     *
     * @throws ArithmeticException if the result does not fit into a {@code long}
     */
    public long balance() {
        return Math.subtractExact(acquired(), used);
    }

    /**
     * Returns free + purchased.
     *
     * @throws ArithmeticException if the result does not fit into a {@code long}
     */
    public long acquired() {
        return Math.addExact(free, purchased);
    }

    /** Tells whether more was used than acquired. */
    public boolean isDeviation() {
        return balance() < 0;
    }
}
