package io.einvoicing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.YearMonth;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MonthlyBalanceTest {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);

    @ParameterizedTest
    @CsvSource({
        "100, 0,     0,    100",
        "100, 0,     100,  0",
        "100, 1000,  350,  750",
        "100, 1000,  1100, 0",
        "0,   0,     0,    0",
        "100, -1000, 50,   -950"
    })
    void balanceIsFreePlusPurchasedMinusUsed(long free, long purchased, long used, long balance) {
        assertThat(new MonthlyBalance(NOVEMBER, free, purchased, used).balance())
                .isEqualTo(balance);
    }

    @Test
    void balanceIsNegativeWhenUsageExceedsPurchase() {
        MonthlyBalance balance = new MonthlyBalance(NOVEMBER, 100, 2_000, 2_101);

        assertThat(balance.balance()).isEqualTo(-1);
        assertThat(balance.isDeviation()).isTrue();
    }

    @Test
    void isNoDeviationWhileEverythingUsedIsCovered() {
        assertThat(new MonthlyBalance(NOVEMBER, 100, 2_000, 2_100).isDeviation())
                .isFalse();
    }

    @Test
    void neverWrapsAround() {
        assertThat(new MonthlyBalance(NOVEMBER, 0, Long.MAX_VALUE, 1).balance()).isEqualTo(Long.MAX_VALUE - 1);
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> new MonthlyBalance(NOVEMBER, 1, Long.MAX_VALUE, 0).balance());
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(() -> new MonthlyBalance(NOVEMBER, 0, Long.MIN_VALUE, 1).balance());
    }

    @Test
    void refusesNegativeFreeOrUsedVolume() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MonthlyBalance(NOVEMBER, -1, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new MonthlyBalance(NOVEMBER, 0, 0, -1));
    }

    @Test
    void thePolicyGrants100FreeAnd1000InAPackage() {
        assertThat(UsagePolicy.DEFAULT).isEqualTo(new UsagePolicy(100, 1_000));
        assertThatIllegalArgumentException().isThrownBy(() -> new UsagePolicy(-1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new UsagePolicy(0, 0));
    }
}
