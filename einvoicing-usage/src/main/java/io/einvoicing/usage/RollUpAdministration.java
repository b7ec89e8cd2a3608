package io.einvoicing.usage;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/**
 * Looks after the roll-up: the commands "Update" and "Reset history data", and reconciliation.
 * Nothing here changes a figure. Thread-safe.
 */
public final class RollUpAdministration {
    private static final int LATEST = 20;

    private final UsageManagement.Ports ports;
    private final Books books;
    private final ThresholdWatch thresholds;
    private final Executor executor;
    private final Identifiers identifiers;
    private final InstantSource clock;

    RollUpAdministration(
            UsageManagement.Ports ports,
            Books books,
            ThresholdWatch thresholds,
            Executor executor,
            Identifiers identifiers,
            InstantSource clock) {
        this.ports = ports;
        this.books = books;
        this.thresholds = thresholds;
        this.executor = executor;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Starts to take everything counted so far into the roll-up, unless a fold of the tenant runs already and does; needs the role {@link Role#USAGE}. Refused as CONFLICT while another
     * command of the tenant runs.
     */
    public Result<UsageCommand> update(Caller caller) {
        return begin(caller, Role.USAGE, UsageCommand.Kind.UPDATE);
    }

    /**
     * Starts to build the roll-up anew from the ledger; needs the role {@link Role#CONFIGURE}. Refused as CONFLICT while another
     * command of the tenant runs. Readers see the old roll-up until the new one is whole.
     */
    public Result<UsageCommand> reset(Caller caller) {
        return begin(caller, Role.CONFIGURE, UsageCommand.Kind.RESET);
    }

    /** Returns how a command stands; needs the role {@link Role#USAGE} or {@link Role#CONFIGURE}. */
    public Result<UsageCommand> find(Caller caller, UUID id) {
        return books.permitted(
                caller,
                reader(caller),
                (calendar, now) -> ports.commands()
                        .find(caller.tenant(), id)
                        .map(Result::accepted)
                        .orElseGet(() -> Result.refused(Refusal.notFound("command " + id))));
    }

    /** Returns the latest commands, the newest first; needs the role {@link Role#USAGE} or {@link Role#CONFIGURE}. */
    public Result<List<UsageCommand>> latest(Caller caller) {
        return books.permitted(
                caller,
                reader(caller),
                (calendar, now) -> Result.accepted(ports.commands().latest(caller.tenant(), LATEST)));
    }

    /** Compares completed submissions, ledger and roll-up; needs the role {@link Role#USAGE}. */
    public Result<Reconciliation> reconcile(Caller caller, DayPeriod period) {
        return books.permitted(
                caller,
                Role.USAGE,
                (calendar, now) -> Result.accepted(ports.rollUp()
                        .reconcile(
                                caller.tenant(),
                                period,
                                calendar.start(period.first()),
                                calendar.start(period.last().plusDays(1)))));
    }

    private static Role reader(Caller caller) {
        return caller.has(Role.CONFIGURE) ? Role.CONFIGURE : Role.USAGE;
    }

    private Result<UsageCommand> begin(Caller caller, Role role, UsageCommand.Kind kind) {
        return books.permitted(caller, role, (calendar, now) -> {
            UsageCommand command = new UsageCommand(
                    caller.tenant(),
                    identifiers.next(),
                    kind,
                    UsageCommand.State.RUNNING,
                    0,
                    1,
                    caller.principal(),
                    caller.displayName(),
                    now,
                    now,
                    Optional.empty(),
                    "");
            if (!ports.commands().begin(command, now)) {
                return Result.refused(
                        Refusal.conflict("another command of the organization runs: wait for its end and repeat"));
            }
            executor.execute(() -> run(command));
            return Result.accepted(command);
        });
    }

    private void run(UsageCommand command) {
        Run run = new Run(command);
        try {
            thresholds.evaluate(command.tenant()); // who folds has to: the tenant is not due afterwards
            if (command.kind() == UsageCommand.Kind.UPDATE) {
                ports.rollUp().fold(command.tenant(), run::report);
            } else {
                ports.rollUp().rebuild(command.tenant(), run::report);
            }
            thresholds.evaluate(command.tenant());
            ports.commands().update(run.current.done(clock.instant()));
        } catch (RuntimeException e) {
            ports.commands().update(run.current.failed("the command stopped: " + e.getMessage(), clock.instant()));
            throw e;
        }
    }

    /** A command while it runs, on one thread. */
    private final class Run {
        private UsageCommand current;

        private Run(UsageCommand command) {
            this.current = command;
        }

        private void report(long done, long total) {
            current = current.at(done, total, clock.instant());
            ports.commands().update(current);
        }
    }
}
