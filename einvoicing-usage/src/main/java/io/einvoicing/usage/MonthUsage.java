package io.einvoicing.usage;

import java.time.YearMonth;

/**
 * One month of the indicator "usage per month (exporting direction)".
 *
 * @param balance free, purchased and used volume
 * @param state whether its used volume can still change
 * @param changedAfterClose whether a purchase was entered or reversed after the month had closed
 * @param reserved documents that open reservations hold; the balance does not contain them
 */
public record MonthUsage(MonthlyBalance balance, State state, boolean changedAfterClose, long reserved) {
    /** Whether a month's used volume can still change. */
    public enum State {
        /** Not yet begun, or ended less than an hour ago. */
        OPEN,
        /** The month that runs now. */
        RUNNING,
        /** Its used volume never changes again; purchases may still be entered. */
        CLOSED
    }

    public YearMonth month() {
        return balance.month();
    }

    /**
     * Returns the balance less what reservations hold; may be negative.
     *
     * @throws ArithmeticException if the result does not fit into a {@code long}
     */
    public long available() {
        return Math.subtractExact(balance.balance(), reserved);
    }
}
