package io.einvoicing.testkit.usage;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.usage.UsageFixture.NOVEMBER;
import static io.einvoicing.testkit.usage.UsageFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.usage.Reservation;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.VolumeReservations;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeReservationsTest {
    private final UsageFixture fixture = new UsageFixture();
    private final Caller caller = fixture.caller;
    private final VolumeReservations reservations = fixture.usage.reservations();

    @Test
    void aReservationHoldsDocumentsOfTheRunningMonthForFifteenMinutes() {
        Reservation reservation = reservations.reserve(caller, 10).orThrow();

        assertThat(reservation.month()).isEqualTo(NOVEMBER);
        assertThat(reservation.reservedBy()).isEqualTo(caller.principal());
        assertThat(reservation.expiresAt()).isEqualTo(NOW.plusSeconds(15 * 60));
        assertThat(reservations.open(caller).orThrow()).containsExactly(reservation);

        fixture.clock.set(reservation.expiresAt());
        assertThat(reservations.open(caller).orThrow()).isEmpty();
        assertThat(reservations.find(caller, reservation.id()).orThrow()).isEqualTo(reservation);
        assertThat(fixture.month(NOVEMBER).available()).isEqualTo(100);
    }

    @Test
    void exactlyTheAvailableVolumeCanBeReserved() {
        fixture.usage.purchases().record(caller, LocalDate.of(2026, 11, 2), 1).orThrow();
        fixture.record(fixture.issued(300, NOW));
        reservations.reserve(caller, 500).orThrow();

        assertThat(refused(reservations.reserve(caller, 301), Refusal.Kind.CONFLICT)
                        .message())
                .contains("available are 300");
        reservations.reserve(caller, 300).orThrow();
        refused(reservations.reserve(caller, 1), Refusal.Kind.CONFLICT);

        assertThat(fixture.month(NOVEMBER).available()).isZero();
        assertThat(fixture.month(NOVEMBER).balance().balance()).isEqualTo(800);
    }

    @Test
    void aPurchaseMakesMoreAvailable() {
        refused(reservations.reserve(caller, 101), Refusal.Kind.CONFLICT);
        fixture.usage.purchases().record(caller, LocalDate.of(2026, 11, 23), 1).orThrow();

        reservations.reserve(caller, 1_100).orThrow();
    }

    @Test
    void nothingIsAvailableInAMonthBeyondItsVolumeAndRecordingGoesOn() {
        fixture.record(fixture.issued(150, NOW));

        assertThat(refused(reservations.reserve(caller, 1), Refusal.Kind.CONFLICT)
                        .message())
                .contains("available are -50");
        assertThat(fixture.record(fixture.issued(1, NOW)).recorded()).isEqualTo(1);
    }

    @Test
    void aReservationIsUsedByTheDocumentsThatNameItAndTheRestGivenBack() {
        ReservationId id = reservations.reserve(caller, 100).orThrow().id();
        fixture.usage
                .feed()
                .record(caller, fixture.issued(60, NOW), Optional.of(id))
                .orThrow();
        assertThat(reservations.find(caller, id).orThrow().used()).isEqualTo(60);
        assertThat(fixture.month(NOVEMBER).available()).isZero();

        Reservation released = reservations.release(caller, id).orThrow();
        assertThat(reservations.release(caller, id).orThrow()).isEqualTo(released);

        assertThat(released.releasedAt()).contains(NOW);
        assertThat(fixture.month(NOVEMBER).available()).isEqualTo(40);
    }

    @Test
    void aReservationOfTheMonthBeforeHoldsNothingInTheNext() {
        fixture.clock.set(Instant.parse("2026-11-30T23:59:00Z"));
        reservations.reserve(caller, 100).orThrow();
        fixture.clock.set(Instant.parse("2026-12-01T00:01:00Z"));

        assertThat(reservations.reserve(caller, 100).orThrow().month()).isEqualTo(NOVEMBER.plusMonths(1));
    }

    @Test
    void nobodySeesOrReleasesReservationsOfOthers() {
        Reservation reservation = reservations.reserve(caller, 10).orThrow();
        Caller stranger = aCaller().build();
        fixture.addTenant(stranger, "UTC");

        refused(reservations.find(stranger, reservation.id()), Refusal.Kind.NOT_FOUND);
        refused(reservations.release(stranger, reservation.id()), Refusal.Kind.NOT_FOUND);
        assertThat(reservations.open(stranger).orThrow()).isEmpty();
        refused(reservations.release(caller, new ReservationId(UUID.randomUUID())), Refusal.Kind.NOT_FOUND);
        assertThat(reservations.open(caller).orThrow()).isEqualTo(List.of(reservation));
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1_000_000_001, Long.MAX_VALUE})
    void oneToABillionDocumentsCanBeReserved(long documents) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> reservations.reserve(caller, documents))
                .withMessageContaining(Long.toString(documents));
    }

    @Test
    void anOutageReservesNothing() {
        for (int calls = 0; calls < 6; calls++) {
            fixture.store.outage().beginAfter(calls);
            assertThatThrownBy(() -> reservations.reserve(caller, 1))
                    .as("after %d calls", calls)
                    .isInstanceOf(StoreUnavailableException.class);
            fixture.store.outage().end();
            assertThat(reservations.open(caller).orThrow()).isEmpty();
        }
    }
}
