package io.einvoicing.usage;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the running month will probably use.
 *
 * <p>Each day to come is expected to use the mean of the complete days of its weekday among the last eight weeks, beginning with the
 * first day that used anything. The range comes from how far those days lay from their means and from how few they were; it holds the
 * month's figure with a probability of 80 % if the coming days are like the past ones. With fewer than 14 complete days all
 * weekdays share one mean.
 *
 * @param month the running month
 * @param used documents used so far
 * @param expected documents expected in the whole month, not below {@code used}
 * @param low lower end of the range, not below {@code used}
 * @param high upper end of the range
 * @param sufficientHistory whether at least 14 complete days stand behind it
 */
public record Forecast(YearMonth month, long used, long expected, long low, long high, boolean sufficientHistory) {
    /** Probability with which the range holds the month's figure. */
    public static final double CONFIDENCE = 0.8;

    /** Complete days before today that are looked at. */
    public static final int WINDOW_DAYS = 56;

    private static final int SUFFICIENT_DAYS = 14;
    private static final double NORMAL_QUANTILE = 1.2816;

    /**
     * Forecasts the month of {@code today}.
     *
     * @param today the day that runs, in the billing zone
     * @param quantities documents by day; missing days used nothing; days before the window and after today do not matter
     */
    public static Forecast of(LocalDate today, Map<LocalDate, Long> quantities) {
        YearMonth month = YearMonth.from(today);
        Map<DayOfWeek, Sample> samples = new EnumMap<>(DayOfWeek.class);
        Sample all = new Sample();
        LocalDate first = today.minusDays(WINDOW_DAYS);
        while (first.isBefore(today) && quantities.getOrDefault(first, 0L) == 0) {
            first = first.plusDays(1);
        }
        for (LocalDate day = first; day.isBefore(today); day = day.plusDays(1)) {
            long quantity = quantities.getOrDefault(day, 0L);
            samples.computeIfAbsent(day.getDayOfWeek(), any -> new Sample()).add(quantity);
            all.add(quantity);
        }
        boolean sufficient = all.size >= SUFFICIENT_DAYS;
        long used = 0;
        for (LocalDate day = month.atDay(1); !day.isAfter(today); day = day.plusDays(1)) {
            used = Math.addExact(used, quantities.getOrDefault(day, 0L));
        }
        return project(today, used, quantities.getOrDefault(today, 0L), all, sufficient ? samples : Map.of());
    }

    private static Forecast project(
            LocalDate today, long used, long usedToday, Sample all, Map<DayOfWeek, Sample> samples) {
        YearMonth month = YearMonth.from(today);
        Map<Sample, Integer> coming = new LinkedHashMap<>(); // in order, so that every run rounds alike
        for (LocalDate day = today; !day.isAfter(month.atEndOfMonth()); day = day.plusDays(1)) {
            coming.merge(samples.getOrDefault(day.getDayOfWeek(), all), 1, Integer::sum);
        }
        double more = -usedToday;
        double variance = 0;
        for (Map.Entry<Sample, Integer> each : coming.entrySet()) {
            int days = each.getValue();
            Sample sample = each.getKey();
            more += days * sample.mean();
            // The days scatter around the mean, and the mean itself is known only as well as its sample allows.
            variance += sample.variance() * (days + (double) days * days / Math.max(1, sample.size));
        }
        double expected = used + Math.max(0, more);
        double margin = NORMAL_QUANTILE * Math.sqrt(variance);
        return new Forecast(
                month,
                used,
                Math.round(expected),
                Math.max(used, Math.round(expected - margin)),
                Math.round(expected + margin),
                !samples.isEmpty());
    }

    /** Quantities of like days. */
    private static final class Sample {
        private int size;
        private double sum;
        private double squares;

        private void add(long quantity) {
            size++;
            sum += quantity;
            squares += (double) quantity * quantity;
        }

        private double mean() {
            return size == 0 ? 0 : sum / size;
        }

        private double variance() {
            return size < 2 ? 0 : Math.max(0, (squares - sum * sum / size) / (size - 1));
        }
    }
}
