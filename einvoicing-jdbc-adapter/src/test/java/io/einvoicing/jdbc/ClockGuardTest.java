package io.einvoicing.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.einvoicing.kernel.StoreUnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClockGuardTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Test
    void measuresByHowMuchTheNodeIsAhead() {
        ClockGuard guard = STORES.store().clockGuard(offBy(Duration.ofSeconds(5)));

        assertThat(guard.skew().toMillis()).isCloseTo(5_000L, within(1_000L));
        assertThat(guard.isWithin(ClockGuard.TOLERANCE)).isFalse();
    }

    @Test
    void measuresByHowMuchTheNodeIsBehind() {
        ClockGuard guard = STORES.store().clockGuard(offBy(Duration.ofMinutes(-1)));

        assertThat(guard.skew().toMillis()).isCloseTo(-60_000L, within(1_000L));
        assertThat(guard.isWithin(ClockGuard.TOLERANCE)).isFalse();
    }

    @Test
    void letsANodeCountWhoseClockAgrees() {
        assertThat(STORES.store().clockGuard(InstantSource.system()).isWithin(ClockGuard.TOLERANCE))
                .isTrue();
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() {
        ClockGuard guard = STORES.unreachable().clockGuard(InstantSource.system());

        assertThatThrownBy(() -> guard.isWithin(ClockGuard.TOLERANCE)).isInstanceOf(StoreUnavailableException.class);
    }

    private static InstantSource offBy(Duration skew) {
        return () -> InstantSource.system().instant().plus(skew);
    }
}
