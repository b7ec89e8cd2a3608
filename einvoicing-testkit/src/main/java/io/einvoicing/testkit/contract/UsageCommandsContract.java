package io.einvoicing.testkit.contract;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.freshPrincipal;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.UsageCommand;
import io.einvoicing.usage.UsageCommand.Kind;
import io.einvoicing.usage.UsageCommand.State;
import io.einvoicing.usage.port.UsageCommands;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every {@link UsageCommands} does. All factories give ports of the same store. */
public abstract class UsageCommandsContract {
    protected abstract UsageCommands createCommands() throws Exception;

    protected abstract UsageCommands createUnreachableCommands() throws Exception;

    protected abstract TenantRepository createTenants() throws Exception;

    @Test
    void areEmptyAtFirst() throws Exception {
        for (TenantId tenant : new TenantId[] {tenant(), freshTenant()}) {
            assertThat(createCommands().latest(tenant, 10)).isEmpty();
            assertThat(createCommands().find(tenant, UUID.randomUUID())).isEmpty();
        }
    }

    @Test
    void keepEverythingOfACommand() throws Exception {
        UsageCommand update = running(tenant(), Kind.UPDATE, NOW);
        UsageCommand reset = running(tenant(), Kind.RESET, NOW);
        for (UsageCommand command : new UsageCommand[] {update, reset}) {
            assertThat(createCommands().begin(command, NOW)).isTrue();

            assertThat(createCommands().find(command.tenant(), command.id())).contains(command);
            assertThat(createCommands().latest(command.tenant(), 10)).containsExactly(command);
        }
        assertThat(createCommands().find(update.tenant(), reset.id())).isEmpty();
    }

    @Test
    void letOneRunInEachTenant() throws Exception {
        UsageCommand first = running(tenant(), Kind.UPDATE, NOW);
        createCommands().begin(first, NOW);

        assertThat(createCommands().begin(running(first.tenant(), Kind.RESET, NOW), NOW))
                .isFalse();
        assertThat(createCommands().begin(running(tenant(), Kind.RESET, NOW), NOW))
                .isTrue();
        assertThat(createCommands().latest(first.tenant(), 10)).containsExactly(first);
    }

    @Test
    void letTheNextRunAfterTheEnd() throws Exception {
        UsageCommand first = running(tenant(), Kind.UPDATE, NOW);
        createCommands().begin(first, NOW);
        UsageCommand done = ended(first, State.DONE, "", NOW.plusSeconds(1));
        createCommands().update(done);

        UsageCommand second = running(first.tenant(), Kind.RESET, NOW.plusSeconds(2));
        assertThat(createCommands().begin(second, NOW.plusSeconds(2))).isTrue();
        assertThat(createCommands().latest(first.tenant(), 10)).containsExactly(second, done);
    }

    @Test
    void letOneOfManyRunThatBeginAtOneInstant() throws Exception {
        UsageCommands commands = createCommands();
        TenantId tenant = tenant();
        try (Race race = new Race(8)) {
            assertThat(race.run(i -> () -> commands.begin(running(tenant, Kind.UPDATE, NOW), NOW)))
                    .containsOnlyOnce(true);
        }
        assertThat(commands.latest(tenant, 10)).hasSize(1);
    }

    @Test
    void showHowFarACommandIs() throws Exception {
        UsageCommand command = running(tenant(), Kind.RESET, NOW);
        createCommands().begin(command, NOW);
        UsageCommand further = at(command, 5_000_000_000L, Long.MAX_VALUE, NOW.plusSeconds(7));

        createCommands().update(further);
        createCommands().update(further);

        assertThat(createCommands().find(command.tenant(), command.id())).contains(further);
    }

    @Test
    void changeNothingAfterTheEnd() throws Exception {
        UsageCommand command = running(tenant(), Kind.RESET, NOW);
        createCommands().begin(command, NOW);
        UsageCommand failed = ended(command, State.FAILED, "the disk is full: \"/\" 💾", NOW.plusSeconds(1));
        createCommands().update(failed);

        createCommands().update(at(command, 1, 2, NOW.plusSeconds(2)));
        createCommands().update(ended(command, State.DONE, "", NOW.plusSeconds(3)));

        assertThat(createCommands().find(command.tenant(), command.id())).contains(failed);
    }

    @Test
    void knowNothingOfACommandThatNeverBegan() throws Exception {
        UsageCommand command = running(tenant(), Kind.UPDATE, NOW);

        createCommands().update(ended(command, State.DONE, "", NOW));

        assertThat(createCommands().find(command.tenant(), command.id())).isEmpty();
    }

    @Test
    void endACommandAsFailedWhoseWorkerFellSilent() throws Exception {
        UsageCommand silent = running(tenant(), Kind.UPDATE, NOW);
        createCommands().begin(silent, NOW);
        Instant lastMoment = NOW.plus(UsageCommand.SILENCE);
        UsageCommand next = running(silent.tenant(), Kind.UPDATE, lastMoment.plusMillis(1));

        assertThat(createCommands().begin(next, lastMoment)).isFalse();
        assertThat(createCommands().begin(next, lastMoment.plusMillis(1))).isTrue();

        assertThat(createCommands().find(silent.tenant(), silent.id()))
                .contains(silent.abandoned(lastMoment.plusMillis(1)));
        createCommands().update(ended(silent, State.DONE, "", lastMoment.plusSeconds(1)));
        assertThat(createCommands()
                        .find(silent.tenant(), silent.id())
                        .orElseThrow()
                        .state())
                .isEqualTo(State.FAILED);
        assertThat(createCommands().find(next.tenant(), next.id())).contains(next);
    }

    @Test
    void keepACommandThatSaysHowFarItIs() throws Exception {
        UsageCommand slow = running(tenant(), Kind.RESET, NOW);
        createCommands().begin(slow, NOW);
        createCommands().update(at(slow, 1, 9, NOW.plus(UsageCommand.SILENCE)));
        Instant later = NOW.plus(UsageCommand.SILENCE).plusSeconds(60);

        assertThat(createCommands().begin(running(slow.tenant(), Kind.UPDATE, later), later))
                .isFalse();
    }

    @Test
    void letOneOfManyTakeThePlaceOfASilentCommand() throws Exception {
        UsageCommands commands = createCommands();
        UsageCommand silent = running(tenant(), Kind.UPDATE, NOW);
        commands.begin(silent, NOW);
        Instant later = NOW.plus(UsageCommand.SILENCE).plusSeconds(1);
        try (Race race = new Race(8)) {
            assertThat(race.run(i -> () -> commands.begin(running(silent.tenant(), Kind.UPDATE, later), later)))
                    .containsOnlyOnce(true);
        }
        assertThat(commands.latest(silent.tenant(), 10))
                .extracting(UsageCommand::state)
                .containsExactly(State.RUNNING, State.FAILED);
    }

    @Test
    void areListedTheNewestFirst() throws Exception {
        TenantId tenant = tenant();
        for (int i = 0; i < 4; i++) {
            UsageCommand command = running(tenant, Kind.UPDATE, NOW.plusSeconds(i));
            createCommands().begin(command, NOW.plusSeconds(i));
            createCommands().update(ended(command, State.DONE, "", NOW.plusSeconds(i)));
        }

        assertThat(createCommands().latest(tenant, 3))
                .extracting(UsageCommand::startedAt)
                .containsExactly(NOW.plusSeconds(3), NOW.plusSeconds(2), NOW.plusSeconds(1));
    }

    @Test
    void reportAnOutageInsteadOfAnAnswer() throws Exception {
        UsageCommands unreachable = createUnreachableCommands();
        UsageCommand command = running(freshTenant(), Kind.UPDATE, NOW);
        Outages.assertUnavailable(
                () -> unreachable.begin(command, NOW),
                () -> unreachable.update(command),
                () -> unreachable.find(command.tenant(), command.id()),
                () -> unreachable.latest(command.tenant(), 10));
    }

    private TenantId tenant() throws Exception {
        Tenant tenant = aTenant().build();
        assertThat(createTenants().save(tenant, aStamp("tenant.create"))).isEqualTo(SaveResult.SAVED);
        return tenant.id();
    }

    private static UsageCommand running(TenantId tenant, Kind kind, Instant at) {
        return new UsageCommand(
                tenant,
                UUID.randomUUID(),
                kind,
                State.RUNNING,
                0,
                1,
                freshPrincipal(),
                "Ada Yıldız",
                at,
                at,
                Optional.empty(),
                "");
    }

    private static UsageCommand at(UsageCommand command, long done, long total, Instant at) {
        return copy(command, command.state(), done, total, at, Optional.empty(), "");
    }

    private static UsageCommand ended(UsageCommand command, State state, String failure, Instant at) {
        return copy(command, state, command.total(), command.total(), at, Optional.of(at), failure);
    }

    private static UsageCommand copy(
            UsageCommand command,
            State state,
            long done,
            long total,
            Instant seenAt,
            Optional<Instant> endedAt,
            String failure) {
        return new UsageCommand(
                command.tenant(),
                command.id(),
                command.kind(),
                state,
                done,
                total,
                command.startedBy(),
                command.startedByName(),
                command.startedAt(),
                seenAt,
                endedAt,
                failure);
    }
}
