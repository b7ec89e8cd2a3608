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
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.Recording;
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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link UsageLedger} does. All factories give ports of the same store. */
public abstract class UsageLedgerContract {
    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    private static final DayPeriod NOVEMBER = DayPeriod.of(YearMonth.of(2026, 11));
    private static final DayPeriod ALWAYS = new DayPeriod(LocalDate.of(2000, 1, 1), LocalDate.of(2199, 12, 31));

    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());
    private final FeatureId feature = new FeatureId(UUID.randomUUID());

    protected abstract UsageLedger createLedger() throws Exception;

    protected abstract UsageLedger createUnreachableLedger() throws Exception;

    protected abstract Reservations createReservations() throws Exception;

    protected abstract TenantRepository createTenants() throws Exception;

    @Test
    void isEmptyAtFirst() throws Exception {
        assertThat(all(tenant(), Direction.EXPORT)).isEmpty();
        assertThat(all(freshTenant(), Direction.IMPORT)).isEmpty();
    }

    @Test
    void keepsEverythingOfAnEntry() throws Exception {
        TenantId tenant = tenant();
        UsageEntry ofAFlow = new UsageEntry(
                tenant,
                environment,
                feature,
                Direction.EXPORT,
                new BusinessDocumentKey("ERP-1", "Müller & Söhne", "Счёт", "🧾-1"),
                NOW.plusNanos(123_456_789),
                DAY,
                false,
                Optional.of(new SubmissionId(UUID.randomUUID())));
        UsageEntry late = new UsageEntry(
                tenant,
                environment,
                feature,
                Direction.EXPORT,
                new BusinessDocumentKey("ERP-1", "DEMF", "Invoice", "late"),
                NOW.minusSeconds(90 * 86_400L),
                DAY,
                true,
                Optional.empty());

        record(tenant, ofAFlow, late);

        assertThat(all(tenant, Direction.EXPORT)).containsExactlyInAnyOrder(ofAFlow, late);
    }

    @Test
    void recordsABatchOnceHoweverOftenItIsRepeated() throws Exception {
        TenantId tenant = tenant();
        List<UsageEntry> batch = entries(tenant, 50);

        assertThat(record(tenant, batch)).isEqualTo(new Recorded(50, 0));
        assertThat(record(tenant, batch)).isEqualTo(new Recorded(0, 50));

        List<UsageEntry> more = new ArrayList<>(batch);
        more.addAll(entries(tenant, 3));
        assertThat(record(tenant, more)).isEqualTo(new Recorded(3, 50));
        assertThat(all(tenant, Direction.EXPORT)).containsExactlyInAnyOrderElementsOf(more);
    }

    @Test
    void keepsTheDayOfTheFirstRecording() throws Exception {
        TenantId tenant = tenant();
        UsageEntry first = anEntry(tenant, environment, feature, DAY);
        UsageEntry again = with(first, first.feature(), first.occurredAt().plusNanos(999), DAY.plusMonths(2));
        record(tenant, first);

        assertThat(record(tenant, again)).isEqualTo(new Recorded(0, 1));

        assertThat(all(tenant, Direction.EXPORT)).containsExactly(first);
    }

    @Test
    void recordsNothingOfABatchInWhichOneEntryHasOtherContent() throws Exception {
        TenantId tenant = tenant();
        UsageEntry there = anEntry(tenant, environment, feature, DAY);
        record(tenant, there);
        for (UsageEntry other : List.of(
                with(there, new FeatureId(UUID.randomUUID()), there.occurredAt(), DAY),
                with(there, feature, there.occurredAt().plusMillis(1), DAY))) {
            List<UsageEntry> batch = entries(tenant, 4);
            batch.add(2, other);

            assertThat(record(tenant, batch)).isEqualTo(new Recording.Conflict(2, there));
        }
        assertThat(all(tenant, Direction.EXPORT)).containsExactly(there);
    }

    @Test
    void namesTheFirstOfSeveralConflicts() throws Exception {
        TenantId tenant = tenant();
        List<UsageEntry> there = entries(tenant, 20);
        record(tenant, there);
        List<UsageEntry> batch = new ArrayList<>(there);
        for (int i : new int[] {7, 11, 19}) {
            batch.set(
                    i,
                    with(
                            there.get(i),
                            new FeatureId(UUID.randomUUID()),
                            there.get(i).occurredAt(),
                            DAY));
        }

        assertThat(record(tenant, batch)).isEqualTo(new Recording.Conflict(7, there.get(7)));
    }

    @Test
    void countsEachEnvironmentDirectionAndTenantApart() throws Exception {
        TenantId tenant = tenant();
        TenantId other = tenant();
        UsageEntry entry = anEntry(tenant, environment, feature, DAY);
        UsageEntry elsewhere = copy(entry, tenant, new EnvironmentId(UUID.randomUUID()), Direction.EXPORT);
        UsageEntry received = copy(entry, tenant, environment, Direction.IMPORT);
        UsageEntry stranger = copy(entry, other, environment, Direction.EXPORT);

        assertThat(record(tenant, entry, elsewhere, received)).isEqualTo(new Recorded(3, 0));
        assertThat(record(other, stranger)).isEqualTo(new Recorded(1, 0));

        assertThat(all(tenant, Direction.EXPORT)).containsExactlyInAnyOrder(entry, elsewhere);
        assertThat(all(tenant, Direction.IMPORT)).containsExactly(received);
        assertThat(all(other, Direction.EXPORT)).containsExactly(stranger);
    }

    @Test
    void comparesEveryPartOfTheKeyExactly() throws Exception {
        TenantId tenant = tenant();
        List<UsageEntry> entries = List.of(
                        new BusinessDocumentKey("ERP", "DEMF", "Invoice", "1"),
                        new BusinessDocumentKey("erp", "DEMF", "Invoice", "1"),
                        new BusinessDocumentKey("ERP", "DΕMF", "Invoice", "1"),
                        new BusinessDocumentKey("ERP", "DEMF", "Invoıce", "1"),
                        new BusinessDocumentKey("ERP", "DEMF", "Invoice", "01"),
                        new BusinessDocumentKey("ERP", "DEMF", "Invoice/1", "1"),
                        new BusinessDocumentKey("ERP/DEMF", "Invoice", "1", "1"),
                        new BusinessDocumentKey("ERP", "DEMF", "Invoice", "é"),
                        new BusinessDocumentKey("ERP", "DEMF", "Invoice", "e\u0301"),
                        new BusinessDocumentKey("ERP", "DEMF", "Invoice", "🧾"))
                .stream()
                .map(key -> new UsageEntry(
                        tenant, environment, feature, Direction.EXPORT, key, NOW, DAY, false, Optional.empty()))
                .toList();

        assertThat(record(tenant, entries)).isEqualTo(new Recorded(entries.size(), 0));
        assertThat(all(tenant, Direction.EXPORT)).containsExactlyInAnyOrderElementsOf(entries);
    }

    @Test
    void takesTheLongestKeyAndTheLargestBatch() throws Exception {
        TenantId tenant = tenant();
        List<UsageEntry> batch = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            String end = String.format("%05d", i);
            batch.add(new UsageEntry(
                    tenant,
                    environment,
                    feature,
                    Direction.EXPORT,
                    new BusinessDocumentKey("E".repeat(64), "L".repeat(64), "C".repeat(64), "ğ".repeat(123) + end),
                    NOW,
                    DAY,
                    false,
                    Optional.empty()));
        }

        assertThat(record(tenant, batch)).isEqualTo(new Recorded(10_000, 0));
        assertThat(record(tenant, batch)).isEqualTo(new Recorded(0, 10_000));
    }

    @Test
    void turnsPagesWithoutGapOrRepetition() throws Exception {
        TenantId tenant = tenant();
        List<UsageEntry> entries = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            EnvironmentId through = i % 3 == 0 ? new EnvironmentId(UUID.randomUUID()) : environment;
            entries.add(anEntry(tenant, through, feature, DAY.minusDays(i % 5)));
        }
        record(tenant, entries);

        List<UsageEntry> seen = new ArrayList<>();
        Optional<UsageEntry.Cursor> after = Optional.empty();
        List<UsageEntry> page;
        do {
            page = createLedger().entries(tenant, Direction.EXPORT, NOVEMBER, UsageFilter.NONE, after, 7);
            seen.addAll(page);
            after = page.isEmpty()
                    ? after
                    : Optional.of(new UsageEntry.Cursor(
                            page.get(page.size() - 1).billingDay(),
                            page.get(page.size() - 1).key()));
        } while (!page.isEmpty());

        assertThat(seen).containsExactlyInAnyOrderElementsOf(entries).doesNotHaveDuplicates();
        assertThat(seen).extracting(UsageEntry::billingDay).isSorted();
    }

    @Test
    void showsOnlyThePeriodTheEnvironmentAndTheFeature() throws Exception {
        TenantId tenant = tenant();
        EnvironmentId test = new EnvironmentId(UUID.randomUUID());
        FeatureId other = new FeatureId(UUID.randomUUID());
        UsageEntry wanted = anEntry(tenant, test, other, LocalDate.of(2026, 11, 30));
        record(
                tenant,
                wanted,
                anEntry(tenant, test, feature, DAY),
                anEntry(tenant, environment, other, DAY),
                anEntry(tenant, test, other, LocalDate.of(2026, 12, 1)),
                anEntry(tenant, test, other, LocalDate.of(2026, 10, 31)));

        assertThat(createLedger()
                        .entries(
                                tenant,
                                Direction.EXPORT,
                                NOVEMBER,
                                new UsageFilter(Optional.of(test), Optional.of(other)),
                                Optional.empty(),
                                10))
                .containsExactly(wanted);
        assertThat(createLedger()
                        .entries(
                                tenant,
                                Direction.EXPORT,
                                NOVEMBER,
                                new UsageFilter(Optional.of(new EnvironmentId(UUID.randomUUID())), Optional.empty()),
                                Optional.empty(),
                                10))
                .isEmpty();
    }

    @Test
    void countsOneOfManyRepetitionsAtOneInstant() throws Exception {
        UsageLedger ledger = createLedger();
        TenantId tenant = tenant();
        List<UsageEntry> batch = entries(tenant, 40);
        try (Race race = new Race(8)) {
            List<Recording> answers = race.run(thread -> () -> {
                List<UsageEntry> shuffled = new ArrayList<>(batch);
                Collections.shuffle(shuffled, new Random(thread));
                return ledger.record(tenant, shuffled, Optional.empty());
            });

            assertThat(answers.stream().mapToLong(UsageLedgerContract::recorded).sum())
                    .isEqualTo(40);
        }
        assertThat(all(tenant, Direction.EXPORT)).hasSize(40);
    }

    @Test
    void losesNothingWhenManyRecordAtOnce() throws Exception {
        UsageLedger ledger = createLedger();
        TenantId tenant = tenant();
        try (Race race = new Race(8)) {
            race.run(thread -> () -> {
                for (int call = 0; call < 20; call++) {
                    assertThat(ledger.record(tenant, entries(tenant, 5), Optional.empty()))
                            .isEqualTo(new Recorded(5, 0));
                }
                return true;
            });
        }
        List<UsageEntry> all = all(tenant, Direction.EXPORT);
        assertThat(all).hasSize(800);
        assertThat(new HashSet<>(all)).hasSize(800);
    }

    @Test
    void usesAReservationByWhatItReallyAdds() throws Exception {
        TenantId tenant = tenant();
        Reservation reservation = reservationOfTen(tenant);
        List<UsageEntry> batch = entries(tenant, 4);

        createLedger().record(tenant, batch, Optional.of(reservation.id()));
        createLedger().record(tenant, batch, Optional.of(reservation.id()));
        assertThat(held(tenant)).isEqualTo(6);

        createLedger().record(tenant, entries(tenant, 9), Optional.of(reservation.id()));
        assertThat(held(tenant)).isZero();
        assertThat(all(tenant, Direction.EXPORT)).hasSize(13);
    }

    @Test
    void leavesAReservationAloneWhenTheBatchConflicts() throws Exception {
        TenantId tenant = tenant();
        Reservation reservation = reservationOfTen(tenant);
        UsageEntry there = anEntry(tenant, environment, feature, DAY);
        record(tenant, there);
        List<UsageEntry> batch = entries(tenant, 2);
        batch.add(with(there, new FeatureId(UUID.randomUUID()), there.occurredAt(), DAY));

        createLedger().record(tenant, batch, Optional.of(reservation.id()));

        assertThat(held(tenant)).isEqualTo(10);
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() throws Exception {
        UsageLedger unreachable = createUnreachableLedger();
        TenantId tenant = freshTenant();
        Outages.assertUnavailable(
                () -> unreachable.record(tenant, entries(tenant, 1), Optional.empty()),
                () -> unreachable.entries(tenant, Direction.EXPORT, NOVEMBER, UsageFilter.NONE, Optional.empty(), 10));
    }

    private Reservation reservationOfTen(TenantId tenant) throws Exception {
        Reservation reservation = new Reservation(
                tenant,
                new ReservationId(UUID.randomUUID()),
                YearMonth.of(2026, 11),
                10,
                0,
                freshPrincipal(),
                NOW,
                NOW.plus(Reservation.LIFETIME),
                Optional.empty());
        assertThat(createReservations().reserve(reservation, 100)).isEmpty();
        return reservation;
    }

    private long held(TenantId tenant) throws Exception {
        return createReservations().held(tenant, YearMonth.of(2026, 11), NOW);
    }

    private TenantId tenant() throws Exception {
        Tenant tenant = aTenant().build();
        assertThat(createTenants().save(tenant, aStamp("tenant.create"))).isEqualTo(SaveResult.SAVED);
        return tenant.id();
    }

    private List<UsageEntry> entries(TenantId tenant, int number) {
        return new ArrayList<>(IntStream.range(0, number)
                .mapToObj(i -> anEntry(tenant, environment, feature, DAY))
                .toList());
    }

    private Recording record(TenantId tenant, UsageEntry... entries) throws Exception {
        return record(tenant, List.of(entries));
    }

    private Recording record(TenantId tenant, List<UsageEntry> entries) throws Exception {
        return createLedger().record(tenant, entries, Optional.empty());
    }

    private List<UsageEntry> all(TenantId tenant, Direction direction) throws Exception {
        return createLedger().entries(tenant, direction, ALWAYS, UsageFilter.NONE, Optional.empty(), 1_000_000);
    }

    private static long recorded(Recording recording) {
        return recording.fold(Recorded::recorded, conflict -> 0L);
    }

    private static UsageEntry with(UsageEntry entry, FeatureId feature, Instant occurredAt, LocalDate billingDay) {
        return new UsageEntry(
                entry.tenant(),
                entry.environment(),
                feature,
                entry.direction(),
                entry.document(),
                occurredAt,
                billingDay,
                entry.late(),
                entry.submission());
    }

    private static UsageEntry copy(UsageEntry entry, TenantId tenant, EnvironmentId environment, Direction direction) {
        return new UsageEntry(
                tenant,
                environment,
                entry.feature(),
                direction,
                entry.document(),
                entry.occurredAt(),
                entry.billingDay(),
                entry.late(),
                entry.submission());
    }
}
