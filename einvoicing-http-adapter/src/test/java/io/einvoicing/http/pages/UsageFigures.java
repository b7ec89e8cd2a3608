package io.einvoicing.http.pages;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Made-up figures that never change and agree with each other: every indicator is a sum of the same cells {month, environment,
 * feature}.
 *
 * @param months how many months have usage, the running one included
 * @param features names, the most used first
 * @param environments names, the most used first
 * @param scale about how many documents the first feature issues in a month in the first environment
 */
record UsageFigures(int months, List<String> features, List<String> environments, long scale) {
    static final YearMonth RUNNING = YearMonth.of(2026, 11);
    static final LocalDate TODAY = RUNNING.atDay(23);
    private static final List<String> COUNTRIES = List.of(
            "Netherlands", "Germany", "Belgium", "France", "Italy", "Spain", "Poland", "Austria", "Denmark", "Sweden");
    private static final List<String> FORMATS =
            List.of("Peppol invoice", "credit note", "public sector invoice", "self-billed invoice", "reporting");

    static UsageFigures empty() {
        return new UsageFigures(0, List.of(), List.of(), 0);
    }

    static UsageFigures ordinary() {
        return new UsageFigures(
                10,
                List.of("Peppol BIS Billing 3 (NL)", "XRechnung (DE)", "Credit notes (NL)", "FatturaPA (IT)"),
                List.of("Production", "Test"),
                420);
    }

    /** Sixty months with fifty features. */
    static UsageFigures large() {
        List<String> names = FORMATS.stream()
                .flatMap(format -> COUNTRIES.stream().map(country -> country + ", " + format))
                .toList();
        return new UsageFigures(
                60, names, List.of("Production Europe", "Production Americas", "Acceptance", "Test"), 5200);
    }

    boolean has(YearMonth month) {
        return !month.isAfter(RUNNING) && month.isAfter(RUNNING.minusMonths(months));
    }

    /** Returns the documents of one cell; -1 as environment or feature stands for all. */
    long issued(YearMonth month, int environment, int feature) {
        if (!has(month)) {
            return 0;
        }
        return range(environment, environments)
                .mapToLong(e -> range(feature, features)
                        .mapToLong(f -> cell(month, e, f))
                        .sum())
                .sum();
    }

    private static IntStream range(int chosen, List<String> names) {
        return chosen < 0 ? IntStream.range(0, names.size()) : IntStream.of(chosen);
    }

    private long cell(YearMonth month, int environment, int feature) {
        long year = month.getYear() * 12L + month.getMonthValue();
        long season = 80 + (year * 7 + feature * 13L) % 45 + (month.getMonthValue() == 6 ? 60 : 0);
        long growth = 100 - Math.min(60, (RUNNING.getYear() * 12L + RUNNING.getMonthValue() - year));
        long part = month.equals(RUNNING) ? TODAY.getDayOfMonth() : 30;
        long weight =
                (environment == 0 ? 10 : environment == 1 ? 3 : 1) * 1000L / (10 + 9 * feature + feature * feature);
        return scale * season * growth * part * weight / (100L * 100 * 30 * 1000);
    }

    long received(YearMonth month) {
        return has(month) ? scale * (50 + (month.getYear() * 12L + month.getMonthValue()) * 11 % 40) / 100 : 0;
    }

    /** Returns the packages that were bought for a month from the start, before any purchase of a test. */
    long packages(YearMonth month) {
        long usual = scale == 0
                ? 0
                : Math.max(1, scale * (12 - Math.abs(RUNNING.getYear() - month.getYear()) * 3 / 2) / 2600);
        return has(month) ? usual : 0;
    }

    Stream<YearMonth> months(YearMonth from, YearMonth to) {
        return Stream.iterate(from, month -> !month.isAfter(to), month -> month.plusMonths(1));
    }

    /** Returns the sum of cells over months. */
    long issued(YearMonth from, YearMonth to, int environment, int feature) {
        return months(from, to)
                .mapToLong(month -> issued(month, environment, feature))
                .sum();
    }
}
