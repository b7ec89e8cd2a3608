package io.einvoicing.usage;

import java.time.LocalDate;
import java.time.YearMonth;

/**
 * Days in the billing zone, the first and the last included.
 *
 * @param first from 2000-01-01
 * @param last not before the first, to 2199-12-31
 */
public record DayPeriod(LocalDate first, LocalDate last) {
    public DayPeriod {
        requireInRange("from", first);
        requireInRange("to", last);
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("to must not be before from, was " + first + " to " + last);
        }
    }

    /** Returns the whole month. */
    public static DayPeriod of(YearMonth month) {
        return new DayPeriod(month.atDay(1), month.atEndOfMonth());
    }

    /** Returns the number of days. */
    public long days() {
        return last.toEpochDay() - first.toEpochDay() + 1;
    }

    static void requireInRange(String field, LocalDate day) {
        if (day.getYear() < 2000 || day.getYear() > 2199) {
            throw new IllegalArgumentException(field + " must be from 2000-01-01 to 2199-12-31, was " + day);
        }
    }
}
