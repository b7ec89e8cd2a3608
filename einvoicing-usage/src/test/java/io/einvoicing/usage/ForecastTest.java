package io.einvoicing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @Test
    void withoutAnyHistoryNothingIsExpected() {
        assertThat(Forecast.of(TODAY, Map.of())).isEqualTo(new Forecast(NOVEMBER, 0, 0, 0, 0, false));
    }

    @Test
    void withoutCompleteDaysOnlyTodayCounts() {
        assertThat(Forecast.of(LocalDate.of(2026, 11, 1), Map.of(LocalDate.of(2026, 11, 1), 7L)))
                .isEqualTo(new Forecast(NOVEMBER, 7, 7, 7, 7, false));
    }

    @Test
    void likeDaysAreContinuedExactly() {
        Map<LocalDate, Long> quantities = new HashMap<>();
        for (LocalDate day = LocalDate.of(2026, 9, 1); day.isBefore(TODAY); day = day.plusDays(1)) {
            quantities.put(day, 10L);
        }
        quantities.put(TODAY, 4L);

        assertThat(Forecast.of(TODAY, quantities))
                .as("22 days, 4 of today's 10, and 7 days to come")
                .isEqualTo(new Forecast(NOVEMBER, 224, 300, 300, 300, true));
    }

    @Test
    void eachWeekdayIsExpectedForItself() {
        Map<LocalDate, Long> quantities = new HashMap<>();
        for (LocalDate day = LocalDate.of(2026, 9, 1); day.isBefore(TODAY); day = day.plusDays(1)) {
            quantities.put(day, day.getDayOfWeek() == DayOfWeek.SUNDAY ? 0L : 6L);
        }

        Forecast forecast = Forecast.of(TODAY, quantities);

        assertThat(forecast.used()).as("22 days, 4 Sundays").isEqualTo(18 * 6);
        assertThat(forecast.expected()).as("30 days, 5 Sundays").isEqualTo(25 * 6);
        assertThat(forecast.low()).isEqualTo(forecast.high()).isEqualTo(forecast.expected());
    }

    @Test
    void aShortHistorySharesOneMean() {
        Map<LocalDate, Long> quantities = new HashMap<>();
        for (int day = 10; day < 23; day++) {
            quantities.put(NOVEMBER.atDay(day), 2L);
        }

        assertThat(Forecast.of(TODAY, quantities))
                .as("13 complete days")
                .isEqualTo(new Forecast(NOVEMBER, 26, 42, 42, 42, false));
        quantities.put(NOVEMBER.atDay(9), 2L);
        assertThat(Forecast.of(TODAY, quantities).sufficientHistory())
                .as("14 complete days")
                .isTrue();
    }

    @Test
    void daysWithoutAnyAreDaysToo() {
        Map<LocalDate, Long> quantities = new HashMap<>();
        quantities.put(NOVEMBER.atDay(3), 20L);

        Forecast forecast = Forecast.of(TODAY, quantities);

        assertThat(forecast.used()).isEqualTo(20);
        assertThat(forecast.expected())
                .as("one Tuesday of three had 20, one is to come")
                .isEqualTo(27);
        assertThat(forecast.high()).isGreaterThan(forecast.expected());
        assertThat(forecast.low()).isEqualTo(20);
    }

    @Test
    void daysBeforeTheWindowAndAfterTodayDoNotMatter() {
        Map<LocalDate, Long> quantities = new HashMap<>();
        for (int day = 1; day < 23; day++) {
            quantities.put(NOVEMBER.atDay(day), 5L + day % 3);
        }
        Forecast before = Forecast.of(TODAY, quantities);
        quantities.put(TODAY.minusDays(Forecast.WINDOW_DAYS + 1), 1_000_000L);
        quantities.put(TODAY.plusDays(1), 1_000_000L);

        assertThat(Forecast.of(TODAY, quantities)).isEqualTo(before);
    }

    @Test
    void theLastDayExpectsWhatIsLeftOfIt() {
        Map<LocalDate, Long> quantities = new HashMap<>();
        for (LocalDate day = LocalDate.of(2026, 10, 1);
                day.isBefore(LocalDate.of(2026, 11, 30));
                day = day.plusDays(1)) {
            quantities.put(day, 10L);
        }
        quantities.put(LocalDate.of(2026, 11, 30), 25L);

        assertThat(Forecast.of(LocalDate.of(2026, 11, 30), quantities))
                .as("more than usual today already")
                .isEqualTo(new Forecast(NOVEMBER, 315, 315, 315, 315, true));
    }

    @Test
    void theFirstDayLooksAtTheMonthsBefore() {
        Map<LocalDate, Long> quantities = new HashMap<>();
        for (LocalDate day = LocalDate.of(2026, 9, 1); day.isBefore(LocalDate.of(2026, 11, 1)); day = day.plusDays(1)) {
            quantities.put(day, 10L);
        }

        assertThat(Forecast.of(LocalDate.of(2026, 11, 1), quantities))
                .isEqualTo(new Forecast(NOVEMBER, 0, 300, 300, 300, true));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isNeverBelowWhatIsUsedAndItsRangeHoldsTheExpected(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            LocalDate today = LocalDate.of(2026, 1, 1).plusDays(random.nextInt(365));
            Map<LocalDate, Long> quantities = new HashMap<>();
            int days = random.nextInt(80);
            for (int i = 0; i <= days; i++) {
                if (random.nextInt(3) > 0) {
                    quantities.put(today.minusDays(i), (long) Math.exp(random.nextDouble() * 15));
                }
            }

            Forecast forecast = Forecast.of(today, quantities);

            assertThat(forecast.used()).isBetween(0L, forecast.low());
            assertThat(forecast.low()).isLessThanOrEqualTo(forecast.expected());
            assertThat(forecast.expected()).isLessThanOrEqualTo(forecast.high());
            assertThat(Forecast.of(today, quantities)).isEqualTo(forecast);
        }
    }

    /** Counts how often the range held what the month came to, over companies with a weekly pattern of their own. */
    @Test
    void theRangeHoldsTheMonthAboutAsOftenAsItSays() {
        Random random = new Random(20261123);
        int held = 0;
        int rounds = 2_000;
        for (int round = 0; round < rounds; round++) {
            YearMonth month = YearMonth.of(2026, 1 + random.nextInt(12));
            LocalDate today = month.atDay(3 + random.nextInt(20));
            double[] level = new double[7];
            for (int weekday = 0; weekday < 7; weekday++) {
                level[weekday] = weekday < 5 ? 20 + random.nextInt(200) : random.nextInt(20);
            }
            Map<LocalDate, Long> all = new HashMap<>();
            Map<LocalDate, Long> known = new HashMap<>();
            for (LocalDate day = today.minusDays(60); !day.isAfter(month.atEndOfMonth()); day = day.plusDays(1)) {
                double mean = level[day.getDayOfWeek().ordinal()];
                long quantity = Math.max(0, Math.round(mean + mean * 0.3 * random.nextGaussian()));
                all.put(day, quantity);
                if (day.isBefore(today)) {
                    known.put(day, quantity);
                }
            }
            Forecast forecast = Forecast.of(today, known);
            long actual = 0;
            for (LocalDate day = month.atDay(1); !day.isAfter(month.atEndOfMonth()); day = day.plusDays(1)) {
                actual += all.getOrDefault(day, 0L);
            }
            if (forecast.low() <= actual && actual <= forecast.high()) {
                held++;
            }
        }
        double coverage = (double) held / rounds;

        System.out.printf("The range of the forecast held %.1f %% of %d months.%n", 100 * coverage, rounds);
        assertThat(coverage).isCloseTo(Forecast.CONFIDENCE, within(0.15));
    }
}
