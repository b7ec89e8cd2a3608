package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.testkit.data.TestClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClockCheckTest {
    private final TestClock clock = new TestClock();
    private Duration skew = Duration.ofMillis(-1_900);
    private int asked;
    private final ClockCheck check = new ClockCheck(
            () -> {
                asked++;
                return skew;
            },
            Duration.ofSeconds(2),
            clock);

    @Test
    void noticesAClockThatGoesWrongAndOneThatComesRightWithinTenSeconds() {
        assertThat(check.isRight()).isTrue();
        skew = Duration.ofMillis(-2_100);
        clock.advance(Duration.ofSeconds(11));
        assertThat(check.isRight()).isFalse();
        skew = Duration.ofMillis(2_000);
        clock.advance(Duration.ofSeconds(11));
        assertThat(check.isRight()).isTrue();
    }

    @Test
    void asksTheDatabaseAtMostEveryTenSeconds() {
        for (int i = 0; i < 100; i++) {
            assertThat(check.isRight()).isTrue();
            clock.advance(Duration.ofMillis(50));
        }
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void asksAtOnceWhenTheClockWasSetBack() {
        assertThat(check.isRight()).isTrue();
        skew = Duration.ofHours(-1);
        clock.advance(Duration.ofHours(-1));
        assertThat(check.isRight()).isFalse();
    }
}
