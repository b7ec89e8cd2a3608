package io.einvoicing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeriodsTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

    @Test
    void aPeriodOfMonthsHasEveryMonthInOrder() {
        assertThat(MonthPeriod.of(NOVEMBER).months()).containsExactly(NOVEMBER);
        assertThat(new MonthPeriod(NOVEMBER, YearMonth.of(2027, 1)).months())
                .containsExactly(NOVEMBER, YearMonth.of(2026, 12), YearMonth.of(2027, 1));
        assertThat(MonthPeriod.ending(NOVEMBER, 12)).isEqualTo(new MonthPeriod(YearMonth.of(2025, 12), NOVEMBER));
    }

    @Test
    void theDaysOfMonthsBeginWithTheFirstAndEndWithTheLast() {
        assertThat(new MonthPeriod(YearMonth.of(2024, 1), YearMonth.of(2024, 2)).days())
                .isEqualTo(new DayPeriod(LocalDate.of(2024, 1, 1), LocalDate.of(2024, 2, 29)));
        assertThat(DayPeriod.of(YearMonth.of(2026, 2)).days()).isEqualTo(28);
        assertThat(new DayPeriod(LocalDate.of(2026, 2, 3), LocalDate.of(2026, 2, 3)).days())
                .isEqualTo(1);
    }

    @Test
    void aPeriodHasAtMost120Months() {
        assertThat(new MonthPeriod(YearMonth.of(2017, 1), YearMonth.of(2026, 12)).months())
                .hasSize(120);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MonthPeriod(YearMonth.of(2016, 12), YearMonth.of(2026, 12)))
                .withMessageContaining("120");
    }

    @ParameterizedTest
    @CsvSource({"1999-12, 2000-01", "2199-12, 2200-01", "2026-12, 2026-11", "-999999999-01, 2026-11"})
    void monthsOutOfRangeOrOrderAreRefused(YearMonth first, YearMonth last) {
        assertThatIllegalArgumentException().isThrownBy(() -> new MonthPeriod(first, last));
    }

    @ParameterizedTest
    @CsvSource({"1999-12-31, 2000-01-01", "2199-12-31, 2200-01-01", "2026-11-24, 2026-11-23"})
    void daysOutOfRangeOrOrderAreRefused(LocalDate first, LocalDate last) {
        assertThatIllegalArgumentException().isThrownBy(() -> new DayPeriod(first, last));
    }

    @Test
    void twoCenturiesAreInRange() {
        assertThat(new DayPeriod(LocalDate.of(2000, 1, 1), LocalDate.of(2199, 12, 31)).days())
                .isEqualTo(73_049);
        assertThat(MonthPeriod.of(YearMonth.of(2000, 1)).days().first()).isEqualTo("2000-01-01");
        assertThat(MonthPeriod.of(YearMonth.of(2199, 12)).days().last()).isEqualTo("2199-12-31");
    }
}
