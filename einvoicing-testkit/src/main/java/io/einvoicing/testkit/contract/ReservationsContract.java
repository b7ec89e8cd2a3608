package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEntry;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.Recording.Recorded;
import io.einvoicing.usage.Reservation;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.port.Reservations;
import io.einvoicing.usage.port.UsageLedger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Reservations} does. All factories give ports of the same store. */
public abstract class ReservationsContract {
    private static final YearMonth NOVEMBER = YearMonth.of(2026, 11);
    private static final YearMonth DECEMBER = YearMonth.of(2026, 12);
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);
    private static final Instant EXPIRY = NOW.plus(Reservation.LIFETIME);

    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());
    private final FeatureId feature = new FeatureId(UUID.randomUUID());

    protected abstract Reservations createReservations() throws Exception;

    protected abstract Reservations createUnreachableReservations() throws Exception;

    protected abstract UsageLedger createLedger() throws Exception;

    protected abstract TenantRepository createTenants() throws Exception;

    @Test
    void areEmptyAtFirst() throws Exception {
        for (TenantId tenant : List.of(tenant(), freshTenant())) {
            assertThat(createReservations().open(tenant, NOW)).isEmpty();
            assertThat(createReservations().held(tenant, NOVEMBER, NOW)).isZero();
            assertThat(createReservations().find(tenant, new ReservationId(UUID.randomUUID())))
                    .isEmpty();
        }
    }

    @Test
    void keepEverythingOfAReservation() throws Exception {
        Reservation reservation = reservation(tenant(), NOVEMBER, 10, NOW);

        assertThat(createReservations().reserve(reservation, 10)).isEmpty();

        assertThat(createReservations().find(reservation.tenant(), reservation.id()))
                .contains(reservation);
        assertThat(createReservations().find(freshTenant(), reservation.id())).isEmpty();
        assertThat(createReservations().open(reservation.tenant(), NOW)).containsExactly(reservation);
    }

    @Test
    void holdUpToExactlyWhatWasAcquiredAndRefuseOneMore() throws Exception {
        TenantId tenant = tenant();
        assertThat(reserve(tenant, NOVEMBER, 60, 100)).isEmpty();

        assertThat(reserve(tenant, NOVEMBER, 41, 100)).hasValue(40);
        assertThat(held(tenant)).isEqualTo(60);

        assertThat(reserve(tenant, NOVEMBER, 40, 100)).isEmpty();
        assertThat(reserve(tenant, NOVEMBER, 1, 100)).hasValue(0);
        assertThat(held(tenant)).isEqualTo(100);
    }

    @Test
    void countWhatTheMonthUsedAlready() throws Exception {
        TenantId tenant = tenant();
        record(tenant, 30, TODAY);
        record(tenant, 50, TODAY.minusMonths(1));

        assertThat(reserve(tenant, NOVEMBER, 71, 100)).hasValue(70);
        assertThat(reserve(tenant, NOVEMBER, 70, 100)).isEmpty();
    }

    @Test
    void sayByHowManyDocumentsTheMonthIsBeyondItsVolume() throws Exception {
        TenantId tenant = tenant();
        record(tenant, 5, TODAY);

        assertThat(reserve(tenant, NOVEMBER, 1, 3)).hasValue(-2);
        assertThat(held(tenant)).isZero();
    }

    @Test
    void doNotCountReceivedDocuments() throws Exception {
        TenantId tenant = tenant();
        UsageEntry issued = anEntry(tenant, environment, feature, TODAY);
        UsageEntry received = new UsageEntry(
                tenant,
                environment,
                feature,
                Direction.IMPORT,
                issued.document(),
                issued.occurredAt(),
                TODAY,
                false,
                Optional.empty());
        createLedger().record(tenant, List.of(received), Optional.empty());

        assertThat(reserve(tenant, NOVEMBER, 10, 10)).isEmpty();
    }

    @Test
    void keepMonthsAndTenantsApart() throws Exception {
        TenantId tenant = tenant();
        TenantId other = tenant();

        assertThat(reserve(tenant, NOVEMBER, 10, 10)).isEmpty();
        assertThat(reserve(tenant, DECEMBER, 10, 10)).isEmpty();
        assertThat(reserve(other, NOVEMBER, 10, 10)).isEmpty();
        assertThat(reserve(other, NOVEMBER, 1, 10)).hasValue(0);

        assertThat(held(tenant)).isEqualTo(10);
        assertThat(createReservations().held(tenant, DECEMBER, NOW)).isEqualTo(10);
        assertThat(createReservations().open(tenant, NOW)).hasSize(2);
        assertThat(createReservations().open(other, NOW)).hasSize(1);
    }

    @Test
    void takeTheLargestNumbers() throws Exception {
        TenantId tenant = tenant();
        long acquired = 2_000_000_000_000_000_000L;

        assertThat(reserve(tenant, NOVEMBER, Reservation.MAX_DOCUMENTS, acquired))
                .isEmpty();
        assertThat(reserve(tenant, NOVEMBER, Reservation.MAX_DOCUMENTS, acquired))
                .isEmpty();
        assertThat(held(tenant)).isEqualTo(2 * Reservation.MAX_DOCUMENTS);
    }

    @Test
    void areListedTheOldestFirst() throws Exception {
        TenantId tenant = tenant();
        Reservation younger = reservation(tenant, NOVEMBER, 1, NOW.plusSeconds(2));
        Reservation older = reservation(tenant, NOVEMBER, 1, NOW);
        Reservation middle = reservation(tenant, NOVEMBER, 1, NOW.plusSeconds(1));
        for (Reservation reservation : List.of(younger, older, middle)) {
            createReservations().reserve(reservation, 10);
        }

        assertThat(createReservations().open(tenant, NOW.plusSeconds(3))).containsExactly(older, middle, younger);
    }

    @Test
    void endByThemselves() throws Exception {
        TenantId tenant = tenant();
        Reservation reservation = reservation(tenant, NOVEMBER, 10, NOW);
        createReservations().reserve(reservation, 10);

        assertThat(createReservations().held(tenant, NOVEMBER, EXPIRY.minusMillis(1)))
                .isEqualTo(10);
        assertThat(createReservations().reserve(reservation(tenant, NOVEMBER, 1, EXPIRY.minusMillis(1)), 10))
                .hasValue(0);

        assertThat(createReservations().held(tenant, NOVEMBER, EXPIRY)).isZero();
        assertThat(createReservations().open(tenant, EXPIRY)).isEmpty();
        assertThat(createReservations().reserve(reservation(tenant, NOVEMBER, 10, EXPIRY), 10))
                .isEmpty();
        assertThat(createReservations().find(tenant, reservation.id())).contains(reservation);
    }

    @Test
    void giveBackWhatTheyHold() throws Exception {
        TenantId tenant = tenant();
        Reservation reservation = reservation(tenant, NOVEMBER, 10, NOW);
        createReservations().reserve(reservation, 10);

        createReservations().release(tenant, reservation.id(), NOW.plusSeconds(1));
        createReservations().release(tenant, reservation.id(), NOW.plusSeconds(2));

        assertThat(held(tenant)).isZero();
        assertThat(createReservations()
                        .find(tenant, reservation.id())
                        .orElseThrow()
                        .releasedAt())
                .contains(NOW.plusSeconds(1));
        assertThat(reserve(tenant, NOVEMBER, 10, 10)).isEmpty();
    }

    @Test
    void stayAsTheyAreWhenTheyAreReleasedTooLateOrByStrangers() throws Exception {
        TenantId tenant = tenant();
        Reservation reservation = reservation(tenant, NOVEMBER, 10, NOW);
        createReservations().reserve(reservation, 10);

        createReservations().release(tenant, reservation.id(), EXPIRY);
        createReservations().release(tenant(), reservation.id(), NOW);
        createReservations().release(tenant, new ReservationId(UUID.randomUUID()), NOW);

        assertThat(createReservations().find(tenant, reservation.id())).contains(reservation);
        assertThat(held(tenant)).isEqualTo(10);
    }

    @Test
    void areUsedByEntriesThatNameThem() throws Exception {
        TenantId tenant = tenant();
        Reservation reservation = reservation(tenant, NOVEMBER, 10, NOW);
        createReservations().reserve(reservation, 10);

        createLedger().record(tenant, entries(tenant, 4, TODAY), Optional.of(reservation.id()));

        assertThat(held(tenant)).isEqualTo(6);
        assertThat(createReservations()
                        .find(tenant, reservation.id())
                        .orElseThrow()
                        .used())
                .isEqualTo(4);
        assertThat(reserve(tenant, NOVEMBER, 1, 10))
                .as("4 used and 6 held of 10")
                .hasValue(0);

        createReservations().release(tenant, reservation.id(), NOW);
        assertThat(reserve(tenant, NOVEMBER, 7, 10)).hasValue(6);
        assertThat(reserve(tenant, NOVEMBER, 6, 10)).isEmpty();
    }

    @Test
    void endWhenTheyAreUsedUp() throws Exception {
        TenantId tenant = tenant();
        Reservation reservation = reservation(tenant, NOVEMBER, 3, NOW);
        createReservations().reserve(reservation, 10);

        createLedger().record(tenant, entries(tenant, 3, TODAY), Optional.of(reservation.id()));

        assertThat(createReservations().open(tenant, NOW)).isEmpty();
        assertThat(held(tenant)).isZero();
    }

    @Test
    void holdNothingAnyMoreWhateverNamesThemAfterTheirEnd() throws Exception {
        TenantId tenant = tenant();
        Reservation reservation = reservation(tenant, NOVEMBER, 10, NOW);
        createReservations().reserve(reservation, 10);
        createReservations().release(tenant, reservation.id(), NOW);

        assertThat(createLedger().record(tenant, entries(tenant, 4, TODAY), Optional.of(reservation.id())))
                .isEqualTo(new Recorded(4, 0));

        assertThat(held(tenant)).isZero();
        assertThat(reserve(tenant, NOVEMBER, 7, 10)).hasValue(6);
    }

    @Test
    void neverOvershootWhenManyReserveAtOneInstant() throws Exception {
        Reservations reservations = createReservations();
        TenantId tenant = tenant();
        try (Race race = new Race(16)) {
            for (int round = 1; round <= 5; round++) {
                long acquired = round * 100L;
                List<OptionalLong> answers = race.run(i ->
                        () -> reservations.reserve(reservation(tenant, NOVEMBER, 7 + i % 2, NOW), acquired));

                long held = held(tenant);
                assertThat(held).isLessThanOrEqualTo(acquired).isGreaterThan(acquired - 8);
                assertThat(answers.stream().filter(OptionalLong::isEmpty)).isNotEmpty();
            }
        }
    }

    @Test
    void neverHoldUpWhatIsRecordedAndNeverLoseIt() throws Exception {
        Reservations reservations = createReservations();
        UsageLedger ledger = createLedger();
        TenantId tenant = tenant();
        try (Race race = new Race(16)) {
            race.run(i -> () -> {
                for (int call = 0; call < 10; call++) {
                    if (i % 2 == 0) {
                        reservations.reserve(reservation(tenant, NOVEMBER, 1, NOW), 60);
                    } else {
                        assertThat(ledger.record(tenant, entries(tenant, 2, TODAY), Optional.empty()))
                                .isEqualTo(new Recorded(2, 0));
                    }
                }
                return true;
            });
        }

        assertThat(ledger.entries(
                        tenant, Direction.EXPORT, DayPeriod.of(NOVEMBER), UsageFilter.NONE, Optional.empty(), 1_000))
                .as("unreserved entries go beyond the volume")
                .hasSize(160);
        assertThat(held(tenant)).isLessThanOrEqualTo(60);
        assertThat(reserve(tenant, NOVEMBER, 1, 60)).hasValue(60 - 160 - held(tenant));
    }

    @Test
    void areUsedExactlyWhenManyEntriesNameThemAtOnce() throws Exception {
        UsageLedger ledger = createLedger();
        TenantId tenant = tenant();
        Reservation reservation = reservation(tenant, NOVEMBER, 100, NOW);
        createReservations().reserve(reservation, 100);
        try (Race race = new Race(8)) {
            race.run(i -> () -> {
                for (int call = 0; call < 5; call++) {
                    ledger.record(tenant, entries(tenant, 2, TODAY), Optional.of(reservation.id()));
                }
                return true;
            });
        }

        assertThat(held(tenant)).isEqualTo(20);
    }

    @Test
    void reportAnOutageInsteadOfAnAnswer() throws Exception {
        Reservations unreachable = createUnreachableReservations();
        Reservation reservation = reservation(freshTenant(), NOVEMBER, 10, NOW);
        Outages.assertUnavailable(
                () -> unreachable.reserve(reservation, 10),
                () -> unreachable.find(reservation.tenant(), reservation.id()),
                () -> unreachable.open(reservation.tenant(), NOW),
                () -> unreachable.held(reservation.tenant(), NOVEMBER, NOW),
                () -> unreachable.release(reservation.tenant(), reservation.id(), NOW));
    }

    private OptionalLong reserve(TenantId tenant, YearMonth month, long documents, long acquired) throws Exception {
        return createReservations().reserve(reservation(tenant, month, documents, NOW), acquired);
    }

    private long held(TenantId tenant) throws Exception {
        return createReservations().held(tenant, NOVEMBER, NOW);
    }

    private void record(TenantId tenant, int number, LocalDate day) throws Exception {
        createLedger().record(tenant, entries(tenant, number, day), Optional.empty());
    }

    private List<UsageEntry> entries(TenantId tenant, int number, LocalDate day) {
        return IntStream.range(0, number)
                .mapToObj(i -> anEntry(tenant, environment, feature, day))
                .toList();
    }

    private TenantId tenant() throws Exception {
        Tenant tenant = aTenant().build();
        assertThat(createTenants().save(tenant, aStamp("tenant.create"))).isEqualTo(SaveResult.SAVED);
        return tenant.id();
    }

    private static Reservation reservation(TenantId tenant, YearMonth month, long documents, Instant at) {
        return new Reservation(
                tenant,
                new ReservationId(UUID.randomUUID()),
                month,
                documents,
                0,
                freshPrincipal(),
                at,
                at.plus(Reservation.LIFETIME),
                Optional.empty());
    }
}
