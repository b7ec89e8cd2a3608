package io.einvoicing.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryPolicyTest {
    @ParameterizedTest
    @CsvSource({"1, PT10S", "2, PT20S", "3, PT40S", "4, PT1M20S", "9, PT42M40S", "10, PT1H", "10000, PT1H"})
    void doublesTheWaitUpToAnHour(int retry, Duration wait) {
        assertThat(RetryPolicy.of(10_000, Duration.ofSeconds(10)).waitBefore(retry))
                .isEqualTo(wait);
    }

    @ParameterizedTest
    @CsvSource({"1, PT5S", "2, PT5S", "3, PT8S", "4, PT12S", "5, PT12S"})
    void keepsTheWaitBetweenTheBackOffBounds(int retry, Duration wait) {
        RetryPolicy policy = policy(5, Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(12));

        assertThat(policy.waitBefore(retry)).isEqualTo(wait);
    }

    @Test
    void waitsAsLongAsAnIntervalOverAnHourSays() {
        RetryPolicy policy = RetryPolicy.of(3, Duration.ofHours(5));

        assertThat(policy.waitBefore(1)).isEqualTo(Duration.ofHours(5));
        assertThat(policy.waitBefore(3)).isEqualTo(Duration.ofHours(5));
    }

    @Test
    void neverWaitsLongerThanTheLongestBackOffEvenWithALongerInterval() {
        RetryPolicy policy = policy(3, Duration.ofDays(400), Duration.ZERO, Duration.ofDays(365));

        assertThat(policy.waitBefore(1)).isEqualTo(Duration.ofDays(365));
        assertThat(policy.waitBefore(10_000)).isEqualTo(Duration.ofDays(365));
    }

    @Test
    void refusesValuesOutOfRange() {
        Duration second = Duration.ofSeconds(1);
        assertThatIllegalArgumentException().isThrownBy(() -> policy(0, second, second, second));
        assertThatIllegalArgumentException().isThrownBy(() -> policy(10_001, second, second, second));
        assertThatIllegalArgumentException().isThrownBy(() -> policy(1, Duration.ZERO, second, second));
        assertThatIllegalArgumentException().isThrownBy(() -> policy(1, second.negated(), second, second));
        assertThatIllegalArgumentException().isThrownBy(() -> policy(1, second, second.negated(), second));
        assertThatIllegalArgumentException().isThrownBy(() -> policy(1, second, second, Duration.ZERO));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy(1, second, second, Duration.ofDays(365).plusNanos(1)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> policy(1, Duration.ofDays(3_650).plusNanos(1), second, second))
                .withMessageStartingWith("interval must be positive and at most 3650 days");
        for (Duration till : List.of(second.negated(), Duration.ZERO, Duration.ofDays(3_651))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RetryPolicy(Optional.empty(), 1, second, second, second, Optional.of(till)))
                    .withMessageStartingWith("till must be positive");
        }
        for (String action : List.of("", " ", "a\0b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RetryPolicy(Optional.of(action), 1, second, second, second, Optional.empty()))
                    .withMessageStartingWith("restartFrom must");
        }
    }

    private static RetryPolicy policy(int count, Duration interval, Duration minBackOff, Duration maxBackOff) {
        return new RetryPolicy(Optional.empty(), count, interval, minBackOff, maxBackOff, Optional.empty());
    }
}
