package io.einvoicing.testkit.usage;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.usage.UsageFixture.NOVEMBER;
import static io.einvoicing.testkit.usage.UsageFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.FeedReceipt;
import io.einvoicing.usage.NamedEntry;
import io.einvoicing.usage.Reservation;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFeed;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.UsageRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageFeedTest {
    private static final YearMonth OCTOBER = NOVEMBER.minusMonths(1);

    private final UsageFixture fixture = new UsageFixture();
    private final Caller caller = fixture.caller;
    private final UsageFeed feed = fixture.usage.feed();

    @Test
    void aDocumentCountsOnceHoweverOftenItIsRecorded() {
        List<UsageRecord> batch = fixture.issued(3, NOW);

        assertThat(fixture.record(batch)).isEqualTo(new FeedReceipt(3, 0, 0));
        assertThat(fixture.record(batch)).isEqualTo(new FeedReceipt(0, 3, 0));

        assertThat(used(NOVEMBER)).isEqualTo(3);
    }

    @Test
    void aDocumentTwiceInABatchCountsOnce() {
        UsageRecord document = fixture.issued(NOW);

        assertThat(fixture.record(document, fixture.issued(NOW), document)).isEqualTo(new FeedReceipt(2, 1, 0));
        assertThat(used(NOVEMBER)).isEqualTo(2);
    }

    @Test
    void theSameDocumentWithOtherContentChangesNothing() {
        UsageRecord there = fixture.issued(NOW);
        fixture.record(there);
        FeatureId otherFeature = new FeatureId(UUID.randomUUID());

        for (UsageRecord other : List.of(
                with(there, otherFeature, there.occurredAt()),
                with(there, there.feature(), there.occurredAt().plusNanos(1_000)))) {
            Refusal refusal = refused(record(fixture.issued(NOW), other), Refusal.Kind.CONFLICT);
            assertThat(refusal.message()).startsWith("nothing was recorded: entries[1]");
            assertThat(refusal.findings()).extracting(Finding::field).containsExactly("entries[1]");
        }

        assertThat(used(NOVEMBER)).isEqualTo(1);
    }

    @Test
    void instantsAreComparedToTheMicrosecond() {
        UsageRecord there = fixture.issued(NOW);
        fixture.record(there);

        assertThat(fixture.record(
                        with(there, there.feature(), there.occurredAt().plusNanos(999))))
                .isEqualTo(new FeedReceipt(0, 1, 0));
    }

    @Test
    void aDocumentTwiceInABatchWithOtherContentIsRefused() {
        UsageRecord first = fixture.issued(NOW);

        Refusal refusal = refused(
                record(
                        fixture.issued(NOW),
                        first,
                        with(first, first.feature(), first.occurredAt().minusSeconds(1))),
                Refusal.Kind.CONFLICT);

        assertThat(refusal.findings()).extracting(Finding::field).containsExactly("entries[2]");
        assertThat(used(NOVEMBER)).isZero();
    }

    @Test
    void theConflictNamesThePlaceInTheBatchAsItWasSent() {
        UsageRecord there = fixture.issued(NOW);
        fixture.record(there);
        UsageRecord repeated = fixture.issued(NOW);

        Refusal refusal = refused(
                record(repeated, repeated, with(there, new FeatureId(UUID.randomUUID()), NOW)), Refusal.Kind.CONFLICT);

        assertThat(refusal.findings()).extracting(Finding::field).containsExactly("entries[2]");
    }

    @Test
    void oneBadRecordOfTenThousandIsNamedAndNothingIsRecorded() {
        List<UsageRecord> batch = fixture.issued(UsageFeed.MAX_BATCH, NOW);
        batch.set(7_321, fixture.issued(NOW.plusSeconds(61)));

        Refusal refusal = refused(feed.record(caller, batch, Optional.empty()), Refusal.Kind.INVALID);

        assertThat(refusal.message()).startsWith("nothing was recorded: entries[7321].occurredAt");
        assertThat(refusal.findings()).extracting(Finding::field).containsExactly("entries[7321].occurredAt");
        assertThat(used(NOVEMBER)).isZero();

        batch.set(7_321, fixture.issued(NOW));
        assertThat(fixture.record(batch)).isEqualTo(new FeedReceipt(10_000, 0, 0));
    }

    @Test
    void atMostAHundredFaultsAreNamed() {
        Refusal refusal = refused(
                feed.record(caller, fixture.issued(500, NOW.plusSeconds(3_600)), Optional.empty()),
                Refusal.Kind.INVALID);

        assertThat(refusal.findings()).hasSize(100);
    }

    @Test
    void aSendersClockMayBeAMinuteAhead() {
        assertThat(fixture.record(fixture.issued(NOW.plus(UsageFeed.AHEAD)))).isEqualTo(new FeedReceipt(1, 0, 0));
        refused(record(fixture.issued(NOW.plus(UsageFeed.AHEAD).plusNanos(1))), Refusal.Kind.INVALID);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "2000-01-01T23:59:59.999999Z"})
    void instantsBeforeTheYear2000AreRefused(Instant at) {
        refused(record(fixture.issued(at)), Refusal.Kind.INVALID);
        assertThat(fixture.record(fixture.issued(Instant.parse("2000-01-02T00:00:00Z"))))
                .isEqualTo(new FeedReceipt(1, 0, 1));
    }

    @Test
    void aBatchHasOneToTenThousandRecords() {
        assertThatIllegalArgumentException().isThrownBy(this::record);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> feed.record(caller, fixture.issued(10_001, NOW), Optional.empty()))
                .withMessageContaining("10001");
    }

    @Test
    void anInstantInAnOpenMonthCountsThere() {
        fixture.clock.set(Instant.parse("2026-11-01T00:59:59.999999Z"));

        assertThat(fixture.record(fixture.issued(Instant.parse("2026-10-31T23:59:59.999999999Z"))))
                .isEqualTo(new FeedReceipt(1, 0, 0));

        assertThat(used(OCTOBER)).isEqualTo(1);
        assertThat(used(NOVEMBER)).isZero();
    }

    @Test
    void anInstantInAClosedMonthCountsOnTheDayOfRecordingAndIsMarkedLate() {
        fixture.clock.set(Instant.parse("2026-11-01T01:00:00Z"));
        UsageRecord late = fixture.issued(Instant.parse("2026-10-31T23:59:59Z"));

        assertThat(fixture.record(late, fixture.issued(NOW.minusSeconds(30 * 86_400))))
                .isEqualTo(new FeedReceipt(2, 0, 2));

        assertThat(used(OCTOBER)).isZero();
        assertThat(documents())
                .extracting(NamedEntry::entry)
                .allSatisfy(entry -> {
                    assertThat(entry.late()).isTrue();
                    assertThat(entry.billingDay()).isEqualTo("2026-11-01");
                })
                .extracting(UsageEntry::occurredAt)
                .contains(late.occurredAt());
    }

    @Test
    void aRepetitionAfterTheCloseStaysWhereItWasCounted() {
        fixture.clock.set(Instant.parse("2026-10-31T12:00:00Z"));
        UsageRecord document = fixture.issued(fixture.clock.instant());
        fixture.record(document);
        fixture.clock.set(NOW);

        assertThat(fixture.record(document).repeated()).isEqualTo(1);

        assertThat(used(OCTOBER)).isEqualTo(1);
        assertThat(used(NOVEMBER)).isZero();
    }

    @Test
    void theMonthIsThatOfTheBillingZone() {
        UsageFixture berlin = new UsageFixture("Europe/Berlin");
        berlin.clock.set(Instant.parse("2026-10-31T23:00:00Z"));
        berlin.record(
                berlin.issued(Instant.parse("2026-10-31T22:59:59.999Z")),
                berlin.issued(Instant.parse("2026-10-31T23:00:00Z")));

        assertThat(berlin.month(OCTOBER).balance().used()).isEqualTo(1);
        assertThat(berlin.month(NOVEMBER).balance().used()).isEqualTo(1);
    }

    @Test
    void environmentsAndDirectionsAreIndependent() {
        UsageRecord document = fixture.issued(NOW);
        UsageRecord elsewhere = new UsageRecord(
                new EnvironmentId(UUID.randomUUID()),
                fixture.feature,
                Direction.EXPORT,
                document.document(),
                NOW.minusSeconds(1));
        UsageRecord received = new UsageRecord(
                fixture.environment, fixture.feature, Direction.IMPORT, document.document(), NOW.minusSeconds(2));

        assertThat(fixture.record(document, elsewhere, received)).isEqualTo(new FeedReceipt(3, 0, 0));
        assertThat(used(NOVEMBER)).isEqualTo(2);
    }

    @Test
    void aBatchUsesTheReservationThatItNames() {
        Reservation reservation =
                fixture.usage.reservations().reserve(caller, 10).orThrow();
        List<UsageRecord> batch = fixture.issued(4, NOW);

        feed.record(caller, batch, Optional.of(reservation.id())).orThrow();
        feed.record(caller, batch, Optional.of(reservation.id())).orThrow();

        assertThat(fixture.month(NOVEMBER).reserved()).isEqualTo(6);
        assertThat(fixture.month(NOVEMBER).available()).isEqualTo(90);
    }

    @Test
    void anUnknownReservationIsRefusedAndNothingIsRecorded() {
        ReservationId others = new ReservationId(UUID.randomUUID());

        refused(feed.record(caller, fixture.issued(1, NOW), Optional.of(others)), Refusal.Kind.NOT_FOUND);

        assertThat(used(NOVEMBER)).isZero();
    }

    @Test
    void receivedDocumentsUseNoReservation() {
        Reservation reservation =
                fixture.usage.reservations().reserve(caller, 10).orThrow();

        Refusal refusal = refused(
                feed.record(caller, List.of(fixture.issued(NOW), fixture.received(NOW)), Optional.of(reservation.id())),
                Refusal.Kind.INVALID);

        assertThat(refusal.findings()).extracting(Finding::field).containsExactly("entries[1].direction");
        assertThat(fixture.month(NOVEMBER).reserved()).isEqualTo(10);
    }

    @Test
    void nobodyRecordsForAnotherTenant() {
        Caller stranger = aCaller().build();
        fixture.addTenant(stranger, "UTC");
        UsageRecord document = fixture.issued(NOW);
        fixture.record(document);

        assertThat(feed.record(stranger, List.of(document), Optional.empty()).orThrow())
                .isEqualTo(new FeedReceipt(1, 0, 0));
        assertThat(used(NOVEMBER)).isEqualTo(1);
    }

    @Test
    void anOutageRecordsNothing() {
        for (int calls = 0; calls < 2; calls++) {
            fixture.store.outage().beginAfter(calls);
            assertThatThrownBy(() -> record(fixture.issued(NOW))).isInstanceOf(StoreUnavailableException.class);
            fixture.store.outage().end();
            assertThat(used(NOVEMBER)).isZero();
        }
    }

    private Result<FeedReceipt> record(UsageRecord... records) {
        return feed.record(caller, new ArrayList<>(List.of(records)), Optional.empty());
    }

    private long used(YearMonth month) {
        return fixture.month(month).balance().used();
    }

    private List<NamedEntry> documents() {
        return fixture.usage
                .indicators()
                .documents(
                        caller,
                        Direction.EXPORT,
                        new DayPeriod(LocalDate.of(2000, 1, 1), LocalDate.of(2199, 12, 31)),
                        UsageFilter.NONE,
                        Optional.empty(),
                        1_000)
                .orThrow();
    }

    private static UsageRecord with(UsageRecord record, FeatureId feature, Instant at) {
        return new UsageRecord(record.environment(), feature, record.direction(), record.document(), at);
    }
}
