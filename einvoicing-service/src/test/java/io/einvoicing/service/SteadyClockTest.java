package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.testkit.data.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyClockTest {
    private final TestClock machine = new TestClock();
    private long nanos = Long.MAX_VALUE - 1_000;
    private final SteadyClock clock = new SteadyClock(machine, () -> nanos);

    @ParameterizedTest
    @ValueSource(strings = {"PT1H", "PT-1H", "PT0.6S", "PT-0.6S"})
    void goesOnEvenlyWhenTheMachinesClockIsSet(String jump) {
        Instant before = clock.instant();
        machine.advance(Duration.parse(jump));
        pass(Duration.ofSeconds(7));
        assertThat(clock.instant()).isEqualTo(before.plusSeconds(7));
        pass(Duration.ofDays(2));
        assertThat(clock.instant()).isEqualTo(before.plusSeconds(7).plus(Duration.ofDays(2)));
        machine.advance(Duration.parse(jump).negated());
        assertThat(clock.instant()).isEqualTo(machine.instant());
    }

    @Test
    void followsSmallCorrections() {
        for (int i = 0; i < 10; i++) {
            machine.advance(Duration.ofMillis(400));
            pass(Duration.ofSeconds(1));
            assertThat(clock.instant()).isEqualTo(machine.instant());
        }
    }

    @Test
    void followsTheMachineThatSleptOnceTold() {
        machine.advance(Duration.ofHours(8));
        assertThat(clock.instant()).isNotEqualTo(machine.instant());
        clock.follow();
        assertThat(clock.instant()).isEqualTo(machine.instant());
    }

    private void pass(Duration time) {
        machine.advance(time);
        nanos += time.toNanos();
    }
}
