package io.einvoicing.usage;

import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Months in the billing zone, the first and the last included; at most 120.
 *
 * @param first from 2000-01
 * @param last not before the first, to 2199-12
 */
public record MonthPeriod(YearMonth first, YearMonth last) {
    /** Most months in one period. */
    public static final int MAX_MONTHS = 120;

    public MonthPeriod {
        DayPeriod.requireInRange("from", first.atDay(1));
        DayPeriod.requireInRange("to", last.atDay(1));
        if (last.isBefore(first)) {
            throw new IllegalArgumentException("to must not be before from, was " + first + " to " + last);
        }
        if (first.until(last, ChronoUnit.MONTHS) >= MAX_MONTHS) {
            throw new IllegalArgumentException(
                    "from and to must be at most " + MAX_MONTHS + " months apart, were " + first + " and " + last);
        }
    }

    public static MonthPeriod of(YearMonth month) {
        return new MonthPeriod(month, month);
    }

    /** Returns the months that end with the given one. */
    public static MonthPeriod ending(YearMonth last, int months) {
        return new MonthPeriod(last.minusMonths(months - 1L), last);
    }

    /** Returns every month in order. */
    public List<YearMonth> months() {
        return LongStream.rangeClosed(0, first.until(last, ChronoUnit.MONTHS))
                .mapToObj(first::plusMonths)
                .toList();
    }

    /** Returns the days of the months. */
    public DayPeriod days() {
        return new DayPeriod(first.atDay(1), last.atEndOfMonth());
    }
}
