package io.einvoicing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.time.YearMonth;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservationTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");
    private static final Instant END = NOW.plusSeconds(15 * 60);

    @ParameterizedTest
    @ValueSource(longs = {1, 1_000_000_000})
    void holdsOneToABillionDocuments(long documents) {
        assertThat(reservation(documents, 0, Optional.empty()).remaining(NOW)).isEqualTo(documents);
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1_000_000_001, Long.MAX_VALUE})
    void holdsNoOtherNumber(long documents) {
        assertThatIllegalArgumentException().isThrownBy(() -> reservation(documents, 0, Optional.empty()));
    }

    @Test
    void isUsedByNoMoreThanItHolds() {
        assertThatIllegalArgumentException().isThrownBy(() -> reservation(5, 6, Optional.empty()));
        assertThatIllegalArgumentException().isThrownBy(() -> reservation(5, -1, Optional.empty()));
        assertThat(reservation(5, 3, Optional.empty()).remaining(NOW)).isEqualTo(2);
        assertThat(reservation(5, 5, Optional.empty()).isOpen(NOW)).isFalse();
    }

    @Test
    void isOpenUntilItExpiresOrIsReleased() {
        assertThat(Reservation.LIFETIME).hasMinutes(15);
        assertThat(reservation(5, 0, Optional.empty()).isOpen(END.minusNanos(1)))
                .isTrue();
        assertThat(reservation(5, 0, Optional.empty()).isOpen(END)).isFalse();
        assertThat(reservation(5, 0, Optional.empty()).remaining(END)).isZero();
        assertThat(reservation(5, 0, Optional.of(NOW)).remaining(NOW)).isZero();
    }

    private static Reservation reservation(long documents, long used, Optional<Instant> releasedAt) {
        return new Reservation(
                new TenantId(new UUID(0, 1)),
                new ReservationId(new UUID(0, 2)),
                YearMonth.of(2026, 11),
                documents,
                used,
                new PrincipalId(new UUID(0, 3)),
                NOW,
                END,
                releasedAt);
    }
}
