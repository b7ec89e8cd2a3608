package io.einvoicing.testkit.usage;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.usage.UsageFixture.NOVEMBER;
import static io.einvoicing.testkit.usage.UsageFixture.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.access.Caller;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.Reconciliation;
import io.einvoicing.usage.RollUpAdministration;
import io.einvoicing.usage.UsageCommand;
import io.einvoicing.usage.UsageCommand.Kind;
import io.einvoicing.usage.UsageCommand.State;
import io.einvoicing.usage.UsageManagement;
import io.einvoicing.usage.port.UsageRollUp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RollUpAdministrationTest {
    private final UsageFixture fixture = new UsageFixture();
    private final Caller caller = fixture.caller;
    private final RollUpAdministration rollUp = fixture.usage.rollUp();

    @Test
    void anUpdateRunsInTheBackgroundAndThenIsDone() {
        UsageCommand started = rollUp.update(caller).orThrow();

        assertThat(started.kind()).isEqualTo(Kind.UPDATE);
        assertThat(started.state()).isEqualTo(State.RUNNING);
        assertThat(started.startedBy()).isEqualTo(caller.principal());
        assertThat(started.startedByName()).isEqualTo(caller.displayName());
        assertThat(find(started)).isEqualTo(started);

        fixture.clock.set(NOW.plusSeconds(5));
        runCommands();

        UsageCommand done = find(started);
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.done()).isEqualTo(done.total());
        assertThat(done.endedAt()).contains(NOW.plusSeconds(5));
        assertThat(done.failure()).isEmpty();
    }

    @Test
    void anUpdateTakesInWhatWasCounted() {
        fixture.record(fixture.issued(3, NOW));
        assertThat(fixture.store.ledger().unfolded(10)).containsExactly(caller.tenant());

        rollUp.update(caller).orThrow();
        runCommands();

        assertThat(fixture.store.ledger().unfolded(10)).isEmpty();
        assertThat(fixture.month(NOVEMBER).balance().used()).isEqualTo(3);
    }

    @Test
    void aResetLeavesEveryFigureAsItWas() {
        fixture.record(fixture.issued(3, NOW));
        var before = fixture.month(NOVEMBER);

        UsageCommand reset = rollUp.reset(caller).orThrow();
        runCommands();

        assertThat(find(reset).kind()).isEqualTo(Kind.RESET);
        assertThat(find(reset).state()).isEqualTo(State.DONE);
        assertThat(fixture.month(NOVEMBER)).isEqualTo(before);
    }

    @Test
    void oneCommandRunsAtATimeInATenant() {
        UsageCommand first = rollUp.update(caller).orThrow();
        Caller other = aCaller().build();
        fixture.addTenant(other, "UTC");

        refused(rollUp.update(caller), Refusal.Kind.CONFLICT);
        refused(rollUp.reset(caller), Refusal.Kind.CONFLICT);
        rollUp.reset(other).orThrow();
        runCommands();
        UsageCommand second = rollUp.reset(caller).orThrow();

        assertThat(rollUp.latest(caller).orThrow())
                .extracting(UsageCommand::id)
                .containsExactlyInAnyOrder(first.id(), second.id());
    }

    @Test
    void showsHowFarACommandIsWhileItRuns() {
        List<UsageCommand> seen = new ArrayList<>();
        UsageManagement usage = rollingUpWith(progress -> {
            for (long done : new long[] {0, 250, 1_000}) {
                fixture.clock.set(fixture.clock.instant().plusSeconds(1));
                progress.report(done, 1_000);
                seen.addAll(fixture.usage.rollUp().latest(caller).orThrow());
            }
        });

        usage.rollUp().reset(caller).orThrow();
        runCommands();

        assertThat(seen).extracting(UsageCommand::done).containsExactly(0L, 250L, 1_000L);
        assertThat(seen).extracting(UsageCommand::total).containsOnly(1_000L);
        assertThat(seen).extracting(UsageCommand::state).containsOnly(State.RUNNING);
        assertThat(seen)
                .extracting(UsageCommand::seenAt)
                .containsExactly(NOW.plusSeconds(1), NOW.plusSeconds(2), NOW.plusSeconds(3));
        assertThat(rollUp.latest(caller).orThrow().get(0).state()).isEqualTo(State.DONE);
    }

    @Test
    void aFailureIsShownWithItsReason() {
        UsageManagement usage = rollingUpWith(progress -> {
            progress.report(7, 10);
            throw new StoreUnavailableException("the connection broke", null);
        });
        UsageCommand started = usage.rollUp().update(caller).orThrow();

        assertThatThrownBy(this::runCommands).isInstanceOf(StoreUnavailableException.class);

        UsageCommand failed = find(started);
        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.failure()).contains("the connection broke");
        assertThat(failed.done()).isEqualTo(7);
        assertThat(failed.endedAt()).contains(NOW);
        rollUp.update(caller).orThrow();
    }

    @Test
    void aCommandWhoseNodeEndedGivesWayAfterTwoMinutes() {
        UsageCommand abandoned = rollUp.update(caller).orThrow();
        fixture.commands.clear();
        fixture.clock.set(NOW.plus(UsageCommand.SILENCE));
        refused(rollUp.update(caller), Refusal.Kind.CONFLICT);

        fixture.clock.set(NOW.plus(UsageCommand.SILENCE).plusMillis(1));
        rollUp.update(caller).orThrow();

        assertThat(find(abandoned).state()).isEqualTo(State.FAILED);
        assertThat(find(abandoned).failure()).contains("its node ended");
    }

    @Test
    void anOutageUntilTheEndLeavesACommandThatCanBeRepeatedLater() {
        UsageCommand started = rollUp.reset(caller).orThrow();
        fixture.store.outage().begin();
        assertThatThrownBy(this::runCommands).isInstanceOf(StoreUnavailableException.class);
        fixture.store.outage().end();

        assertThat(find(started).state()).isEqualTo(State.RUNNING);
        fixture.clock.set(NOW.plusSeconds(121));
        rollUp.reset(caller).orThrow();
        runCommands();
        assertThat(rollUp.latest(caller).orThrow())
                .extracting(UsageCommand::state)
                .containsExactly(State.DONE, State.FAILED);
    }

    @Test
    void theLatestTwentyCommandsAreListedTheNewestFirst() {
        for (int i = 0; i < 22; i++) {
            fixture.clock.set(NOW.plusSeconds(i));
            rollUp.update(caller).orThrow();
            runCommands();
        }

        assertThat(rollUp.latest(caller).orThrow())
                .hasSize(20)
                .extracting(UsageCommand::startedAt)
                .startsWith(NOW.plusSeconds(21), NOW.plusSeconds(20))
                .endsWith(NOW.plusSeconds(2));
    }

    @Test
    void nobodySeesCommandsOfOthers() {
        UsageCommand command = rollUp.update(caller).orThrow();
        Caller stranger = aCaller().build();
        fixture.addTenant(stranger, "UTC");

        refused(rollUp.find(stranger, command.id()), Refusal.Kind.NOT_FOUND);
        refused(rollUp.find(caller, UUID.randomUUID()), Refusal.Kind.NOT_FOUND);
        assertThat(rollUp.latest(stranger).orThrow()).isEmpty();
    }

    @Test
    void whatOtherSystemsCountedNeedsNoSubmission() {
        fixture.record(fixture.issued(3, NOW));
        fixture.record(fixture.received(NOW));

        Reconciliation report = rollUp.reconcile(caller, DayPeriod.of(NOVEMBER)).orThrow();

        assertThat(report.agrees()).isTrue();
        assertThat(report.ledger()).isEqualTo(3);
        assertThat(report.fed()).isEqualTo(3);
        assertThat(report.rolledUp()).isEqualTo(3);
        assertThat(report.completed()).isZero();
    }

    private UsageManagement rollingUpWith(Consumer<UsageRollUp.Progress> work) {
        UsageManagement.Ports ports = fixture.store.usagePorts();
        return fixture.on(new UsageManagement.Ports(
                ports.tenants(),
                ports.ledger(),
                ports.figures(),
                new WorkingRollUp(work),
                ports.purchases(),
                ports.policies(),
                ports.reservations(),
                ports.commands(),
                ports.names(),
                ports.outbox()));
    }

    private UsageCommand find(UsageCommand command) {
        return rollUp.find(caller, command.id()).orThrow();
    }

    private void runCommands() {
        while (!fixture.commands.isEmpty()) {
            fixture.commands.remove().run();
        }
    }

    /** A roll-up whose work a test gives. */
    private record WorkingRollUp(Consumer<UsageRollUp.Progress> work) implements UsageRollUp {
        @Override
        public Set<TenantId> unfolded(int limit) {
            return Set.of();
        }

        @Override
        public boolean fold(TenantId tenant, Progress progress) {
            work.accept(progress);
            return true;
        }

        @Override
        public void rebuild(TenantId tenant, Progress progress) {
            work.accept(progress);
        }

        @Override
        public Reconciliation reconcile(TenantId tenant, DayPeriod period, Instant from, Instant until) {
            return new Reconciliation(period, 0, 0, 0, 0, 0, 0, 0, List.of(), 0);
        }
    }
}
