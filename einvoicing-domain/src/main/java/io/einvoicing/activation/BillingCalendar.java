package io.einvoicing.activation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says to which day and month of a tenant an instant belongs, and when its months begin, end and close.
 *
 * <p>A month is a calendar month in the billing zone. Where the zone changes, the first month in the new zone begins at the instant
 * at which the month before it ends in the old zone: every instant belongs to exactly one month. Instants of that month which are
 * still (or again) in the month before by the new zone's clock belong to its first day.
 *
 * @param periods zones in the order of time; the first has no beginning, every later one begins with a later month
 */
public record BillingCalendar(List<Period> periods) {
    /** How long after its end a month stays open for what happened in it. */
    public static final Duration GRACE = Duration.ofHours(1);

    /**
     * A zone and the first month that is counted in it.
     *
     * @param zone the zone
     * @param from its first month; empty for the first zone, which has no beginning
     */
    public record Period(ZoneId zone, Optional<YearMonth> from) {}

    public BillingCalendar {
        periods = List.copyOf(periods);
        if (periods.isEmpty() || periods.get(0).from().isPresent()) {
            throw new IllegalArgumentException("the first billing zone must have no beginning");
        }
        Optional<YearMonth> before = Optional.empty();
        for (Period period : periods.subList(1, periods.size())) {
            YearMonth from = period.from()
                    .orElseThrow(() -> new IllegalArgumentException("only the first billing zone has no beginning"));
            if (before.isPresent() && !from.isAfter(before.get())) {
                throw new IllegalArgumentException(
                        "billing zones must begin one after the other, " + from + " is not after " + before.get());
            }
            before = period.from();
        }
    }

    /** Returns the calendar of one zone for all time. */
    public static BillingCalendar of(ZoneId zone) {
        return new BillingCalendar(List.of(new Period(zone, Optional.empty())));
    }

    /** Returns the day to which the instant belongs. */
    public LocalDate day(Instant instant) {
        for (int i = periods.size() - 1; i > 0; i--) {
            LocalDate first = firstDay(i);
            if (!instant.isBefore(start(i, first))) {
                LocalDate day = LocalDate.ofInstant(instant, periods.get(i).zone());
                return day.isBefore(first) ? first : day;
            }
        }
        return LocalDate.ofInstant(instant, periods.get(0).zone());
    }

    /** Returns the month to which the instant belongs. */
    public YearMonth month(Instant instant) {
        return YearMonth.from(day(instant));
    }

    /** Returns the first instant of the day. */
    public Instant start(LocalDate day) {
        for (int i = periods.size() - 1; i > 0; i--) {
            LocalDate first = firstDay(i);
            if (!day.isBefore(first)) {
                Instant begin = start(i, first);
                Instant start = day.atStartOfDay(periods.get(i).zone()).toInstant();
                // The first day begins with its period; a day that the new zone has begun by then does too.
                return day.equals(first) || start.isBefore(begin) ? begin : start;
            }
        }
        return day.atStartOfDay(periods.get(0).zone()).toInstant();
    }

    /** Returns the first instant of the month. */
    public Instant start(YearMonth month) {
        return start(month.atDay(1));
    }

    /** Returns the first instant after the month. */
    public Instant end(YearMonth month) {
        return start(month.plusMonths(1));
    }

    /** Returns the instant from which the month's used volume never changes any more. */
    public Instant close(YearMonth month) {
        return end(month).plus(GRACE);
    }

    /** Tells whether the month's used volume can no longer change. */
    public boolean isClosed(YearMonth month, Instant now) {
        return !now.isBefore(close(month));
    }

    /** Returns the zone in which the month is counted. */
    public ZoneId zone(YearMonth month) {
        for (int i = periods.size() - 1; i > 0; i--) {
            if (!month.atDay(1).isBefore(firstDay(i))) {
                return periods.get(i).zone();
            }
        }
        return periods.get(0).zone();
    }

    /**
     * Returns this calendar with the zone from the month on; changes planned for that month or later ones are dropped.
     *
     * @throws IllegalArgumentException if the month has begun or begins within an hour, in which nodes may not yet know of the change
     */
    public BillingCalendar change(ZoneId zone, YearMonth from, Instant now) {
        if (from.getYear() > 2199) {
            throw new IllegalArgumentException("from must be a month up to 2199-12, was " + from);
        }
        if (!now.plus(GRACE).isBefore(start(from))) {
            throw new IllegalArgumentException("from must be a month that begins in more than an hour, was " + from
                    + ": choose " + month(now.plus(GRACE)).plusMonths(1) + " or later");
        }
        List<Period> next = new ArrayList<>(periods);
        next.removeIf(
                period -> period.from().filter(month -> !month.isBefore(from)).isPresent());
        if (!next.get(next.size() - 1).zone().equals(zone)) {
            next.add(new Period(zone, Optional.of(from)));
        }
        return new BillingCalendar(next);
    }

    private LocalDate firstDay(int period) {
        return periods.get(period).from().orElseThrow().atDay(1);
    }

    /** Returns when the period begins: where the month before it ends in the zone before it. */
    private Instant start(int period, LocalDate first) {
        return first.atStartOfDay(periods.get(period - 1).zone()).toInstant();
    }
}
