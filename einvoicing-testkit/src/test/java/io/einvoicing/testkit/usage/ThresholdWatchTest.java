package io.einvoicing.testkit.usage;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.freshDocument;
import static io.einvoicing.testkit.usage.UsageFixture.NOVEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationOutbox;
import io.einvoicing.usage.ThresholdWatch;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.usage.UsageRecord;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class ThresholdWatchTest {
    private final UsageFixture fixture = new UsageFixture();
    private final Caller caller = fixture.caller;

    @Test
    void nothingIsAnnouncedBelow80Percent() {
        record(79);

        assertThat(thresholds()).isEmpty();
    }

    @Test
    void announcesThat80PercentAreUsed() {
        record(80);

        assertThat(thresholds()).containsExactly("USED_80_PERCENT");
        Notification notification = fixture.notifications().get(0);
        assertThat(notification.type()).isEqualTo("usage.threshold-reached");
        assertThat(notification.tenant()).isEqualTo(caller.tenant());
        assertThat(notification.occurredAt()).isEqualTo(NOW);
        assertThat(notification.subject()).isEqualTo("2026-11: 80 % of the acquired volume is used");
        assertThat(notification.data())
                .containsEntry("month", "2026-11")
                .containsEntry("used", "80")
                .containsEntry("acquired", "100")
                .containsKeys("expected", "packagesToBuy");
    }

    @Test
    void announcesThatTheVolumeIsUsedUp() {
        record(99);
        assertThat(thresholds()).containsExactly("USED_80_PERCENT");

        record(1);
        assertThat(thresholds()).containsExactlyInAnyOrder("USED_80_PERCENT", "USED_100_PERCENT");
    }

    @Test
    void announcesBothWhenOneBatchReachesBoth() {
        record(150);

        assertThat(thresholds()).containsExactlyInAnyOrder("USED_80_PERCENT", "USED_100_PERCENT");
    }

    @Test
    void announcesEachOncePerMonthAndVolume() {
        record(80);
        record(1);
        record(18);
        fixture.usage.thresholds().evaluate(caller.tenant());
        fixture.usage.thresholds().evaluate(caller.tenant());

        assertThat(thresholds()).containsExactly("USED_80_PERCENT");
    }

    @Test
    void announcesEachMonthAnew() {
        record(80);
        fixture.clock.set(Instant.parse("2026-12-05T10:00:00Z"));
        record(80);

        assertThat(fixture.notifications())
                .extracting(notification -> notification.data().get("month"))
                .containsExactlyInAnyOrder("2026-11", "2026-12");
    }

    @Test
    void aPurchaseArmsTheThresholdsAgain() {
        record(100);
        fixture.usage.purchases().record(caller, LocalDate.of(2026, 11, 23), 1).orThrow();
        record(779);
        assertThat(thresholds()).hasSize(2);

        record(1);

        assertThat(fixture.notifications())
                .extracting(notification -> notification.data().get("acquired") + " "
                        + notification.data().get("threshold"))
                .containsExactlyInAnyOrder("100 USED_80_PERCENT", "100 USED_100_PERCENT", "1100 USED_80_PERCENT");
    }

    @Test
    void announcesThatTheMonthWillProbablyNeedMore() {
        fixture.usage
                .policies()
                .set(caller, caller.tenant(), NOVEMBER, new UsagePolicy(650, 1_000))
                .orThrow();
        for (int day = 1; day <= 22; day++) {
            fixture.clock.set(NOVEMBER.atDay(day).atTime(12, 0).toInstant(ZoneOffset.UTC));
            record(22);
        }

        assertThat(thresholds()).containsExactly("FORECAST_OVER_100_PERCENT");
        Notification notification = fixture.notifications().get(0);
        assertThat(Long.parseLong(notification.data().get("expected"))).isEqualTo(660);
        assertThat(notification.data()).containsEntry("packagesToBuy", "1");
    }

    @Test
    void aShortHistoryIsNoReasonForAForecast() {
        fixture.clock.set(Instant.parse("2026-11-02T12:00:00Z"));
        fixture.record(fixture.issued(60, Instant.parse("2026-11-01T12:00:00Z")));
        look();

        assertThat(thresholds()).isEmpty();
    }

    @Test
    void whoUsesNothingIsNotWarned() {
        fixture.usage
                .policies()
                .set(caller, caller.tenant(), NOVEMBER, new UsagePolicy(0, 1_000))
                .orThrow();
        fixture.record(fixture.received(NOW));
        look();
        assertThat(thresholds()).isEmpty();

        record(1);
        assertThat(thresholds()).containsExactlyInAnyOrder("USED_80_PERCENT", "USED_100_PERCENT");
    }

    @Test
    void looksAtTenantsOfWhichSomethingIsNotFolded() {
        fixture.record(fixture.issued(80, NOW));

        assertThat(fixture.usage.thresholds().foldAndEvaluate(10)).containsExactly(caller.tenant());
        assertThat(fixture.usage.thresholds().foldAndEvaluate(10)).isEmpty();
    }

    @Test
    void announcesAlsoWhenACommandFoldsFirst() {
        fixture.record(fixture.issued(95, NOW));
        fixture.usage.rollUp().update(caller).orThrow();
        fixture.commands.remove().run();
        assertThat(thresholds()).containsExactly("USED_80_PERCENT");

        fixture.record(fixture.issued(5, NOW));
        fixture.usage.rollUp().reset(caller).orThrow();
        fixture.commands.remove().run();
        assertThat(thresholds()).containsExactlyInAnyOrder("USED_80_PERCENT", "USED_100_PERCENT");
    }

    @Test
    void announcesAMonthThatEndedBeforeItWasLookedAt() {
        fixture.clock.set(Instant.parse("2026-11-30T23:59:59Z"));
        fixture.record(fixture.issued(100, fixture.clock.instant()));
        fixture.clock.set(Instant.parse("2026-12-01T00:00:01Z"));
        look();

        assertThat(fixture.notifications())
                .extracting(notification -> notification.data().get("month"))
                .containsExactly("2026-11", "2026-11");
    }

    @Test
    void aVolumeBeyondTheLargestNumberHoldsNothingUp() {
        fixture.usage
                .policies()
                .set(caller, caller.tenant(), NOVEMBER, new UsagePolicy(1, UsagePolicy.MAX_VOLUME))
                .orThrow();
        for (int i = 0; i < 9_300; i++) {
            fixture.usage
                    .purchases()
                    .record(caller, LocalDate.of(2026, 11, 23), 1_000_000)
                    .orThrow();
        }
        record(1);

        assertThat(thresholds()).isEmpty();
        assertThat(fixture.usage.thresholds().foldAndEvaluate(10)).isEmpty();
    }

    @Test
    void manyNodesAnnounceOnce() throws Exception {
        fixture.record(fixture.issued(100, NOW));
        ExecutorService nodes = Executors.newFixedThreadPool(8);
        try {
            CyclicBarrier start = new CyclicBarrier(8);
            Callable<Boolean> node = () -> {
                ThresholdWatch watch = fixture.on(fixture.store.usagePorts()).thresholds();
                start.await();
                watch.foldAndEvaluate(10);
                watch.evaluate(caller.tenant());
                return true;
            };
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                running.add(nodes.submit(node));
            }
            for (Future<Boolean> each : running) {
                assertThat(each.get()).isTrue();
            }
        } finally {
            nodes.shutdownNow();
        }

        assertThat(thresholds()).containsExactlyInAnyOrder("USED_80_PERCENT", "USED_100_PERCENT");
    }

    /** Cuts the store off after every possible number of calls in turn: the next look must announce what is due. */
    @Test
    void anOutageLosesNoAnnouncement() {
        int cutOff = 0;
        for (int calls = 0; calls < 15; calls++) {
            UsageFixture each = new UsageFixture();
            each.record(each.issued(100, NOW));
            each.store.outage().beginAfter(calls);
            try {
                each.usage.thresholds().foldAndEvaluate(10);
            } catch (StoreUnavailableException e) {
                cutOff++;
            }
            each.store.outage().end();
            each.usage.thresholds().foldAndEvaluate(10);

            assertThat(each.notifications()).as("outage after %d calls", calls).hasSize(2);
            assertThat(each.store.ledger().unfolded(10)).isEmpty();
        }
        assertThat(cutOff).as("outages that cut a look off").isGreaterThan(5);
    }

    @Test
    void theFailureOfOneTenantDoesNotHoldTheOthersUp() {
        List<Caller> callers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Caller each = aCaller().build();
            fixture.addTenant(each, "UTC");
            List<UsageRecord> records = new ArrayList<>();
            for (int n = 0; n < 90; n++) {
                records.add(
                        new UsageRecord(fixture.environment, fixture.feature, Direction.EXPORT, freshDocument(), NOW));
            }
            fixture.usage.feed().record(each, records, Optional.empty()).orThrow();
            callers.add(each);
        }
        TenantId broken = callers.get(2).tenant();
        UsageManagement.Ports ports = fixture.store.usagePorts();
        UsageManagement usage = fixture.on(new UsageManagement.Ports(
                ports.tenants(),
                ports.ledger(),
                ports.figures(),
                ports.rollUp(),
                ports.purchases(),
                ports.policies(),
                ports.reservations(),
                ports.commands(),
                ports.names(),
                new OutboxWithoutRoomFor(broken, ports.outbox())));

        assertThatThrownBy(() -> usage.thresholds().foldAndEvaluate(10)).isInstanceOf(StoreUnavailableException.class);

        for (Caller each : callers) {
            assertThat(fixture.store.notifications().list(each.tenant(), Optional.empty(), 10))
                    .hasSize(each.tenant().equals(broken) ? 0 : 1);
        }
        assertThat(fixture.store.ledger().unfolded(10)).as("still due").containsExactly(broken);
        fixture.usage.thresholds().foldAndEvaluate(10);
        assertThat(fixture.store.notifications().list(broken, Optional.empty(), 10))
                .hasSize(1);
    }

    @Test
    void aTenantThatIsUnknownIsNoFailure() {
        fixture.usage.thresholds().evaluate(aCaller().build().tenant());

        assertThat(fixture.notifications()).isEmpty();
    }

    private void record(int documents) {
        fixture.record(fixture.issued(documents, fixture.clock.instant()));
        look();
    }

    private void look() {
        fixture.usage.thresholds().foldAndEvaluate(10);
    }

    private List<String> thresholds() {
        return fixture.notifications().stream()
                .map(notification -> notification.data().get("threshold"))
                .toList();
    }

    /** An outbox that fails for one tenant. */
    private record OutboxWithoutRoomFor(TenantId broken, NotificationOutbox others) implements NotificationOutbox {
        @Override
        public boolean add(Notification notification) {
            if (notification.tenant().equals(broken)) {
                throw new StoreUnavailableException("no room", null);
            }
            return others.add(notification);
        }

        @Override
        public List<Notification> list(TenantId tenant, Optional<UUID> after, int limit) {
            return others.list(tenant, after, limit);
        }
    }
}
