package io.einvoicing.flow;

import com.google.common.hash.Hashing;
import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.StoredFile;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.port.PublishedEnvironments;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.flow.port.RedriveCommands;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.EnvironmentStorage;
import io.einvoicing.submission.FileNames;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.RedriveObstacle;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.Submissions;
import io.einvoicing.submission.port.FlowQueue;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * Puts flows that failed or wait back into process, where they stopped: the same submission, the same log. Thread-safe. Every
 * operation needs the role {@link Role#SUBMIT} and sees the caller's tenant only.
 *
 * <p>What was sent is never sent again under another key: a call whose outcome is not known is resolved by its action's recovery, and
 * an action whose call was answered does not run again.
 */
public final class FlowRepair {
    /** Submissions that a command drives on in one transaction. */
    private static final int AT_ONCE = 200;

    /** Output of a call: the authority's own number for the document. */
    private static final String RECEIPT = "Receipt";

    private static final Set<SubmissionStatus> REPAIRABLE =
            EnumSet.of(SubmissionStatus.FAILED, SubmissionStatus.PENDING);

    private final Ports ports;
    private final ActionTypes types;
    private final Identifiers identifiers;
    private final InstantSource clock;

    /** What repairs need from outside. */
    public record Ports(
            PublishedEnvironments environments,
            FeatureRepository features,
            SubmissionRepository submissions,
            RedriveCommands commands,
            DocumentStore documents,
            Vaults vaults,
            FlowQueue queue) {}

    public FlowRepair(Ports ports, ActionTypes types, Identifiers identifiers, InstantSource clock) {
        this.ports = ports;
        this.types = types;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Drives a submission on at once that failed, was set aside, or waits for anything but a decision. Its retries start anew.
     *
     * <p>Refused as INVALID if the action is not one that may run next, else as CONFLICT with the obstacle.
     *
     * @param from name of the action to start from; empty = where it stopped
     */
    public Result<Submission> redrive(Caller caller, SubmissionId id, Optional<String> from) {
        return found(caller, id).fold(found -> redrive(caller, found, from), Result::refused);
    }

    private Result<Submission> redrive(Caller caller, Submission found, Optional<String> from) {
        Optional<RedriveObstacle> obstacle = found.redriveObstacle();
        if (obstacle.isPresent()) {
            return conflict(found, obstacle.get());
        }
        Instant now = clock.instant();
        return position(found, from)
                .fold(
                        position -> resume(caller, found, found.drivenOn(position, now), "submission.redrive", now),
                        Result::refused);
    }

    /** Returns the place of the action that is to run next. */
    private Result<Integer> position(Submission found, Optional<String> from) {
        int next = found.flow().next();
        if (from.isEmpty()) {
            return Result.accepted(next);
        }
        FeatureSetup setup = setup(found);
        OptionalInt index = setup.indexOf(from.get());
        if (index.isEmpty() || index.getAsInt() + 1 > next) {
            return startRefused(
                    "\"" + from.get() + "\" is neither the action where the submission stopped nor one before it",
                    "name an action of setup \"" + setup.name() + "\" that ran already, or leave it out");
        }
        int position = index.getAsInt() + 1;
        if (position < next && found.flow().intent().isPresent()) {
            return startRefused(
                    "what became of the call of \""
                            + setup.actions().get(next - 1).name() + "\" is not known",
                    "leave it out: the flow goes on with finding out");
        }
        for (Action between : setup.actions().subList(position - 1, next - 1)) {
            if (calls(between.type())) {
                return startRefused(
                        "\"" + between.name() + "\" would call again, and was answered before",
                        "start after it, or resubmit the document");
            }
        }
        return Result.accepted(position);
    }

    private boolean calls(String type) {
        return types.require(type) instanceof OutsideEffectActionType;
    }

    private static <T> Result<T> startRefused(String message, String remedy) {
        return Result.refused(
                Refusal.invalid(message + ": " + remedy, List.of(Finding.error("from", message, remedy))));
    }

    private FeatureSetup setup(Submission submission) {
        Submission.Order order = submission.order();
        return ports.features()
                .findVersion(submission.tenant(), order.feature(), order.version())
                .flatMap(version -> version.content().setup(order.setup()))
                .map(setup -> order.kind() == SubmissionKind.CHANNEL_RUN ? setup.channel() : setup)
                .orElseThrow(() -> new IllegalStateException("setup \"" + order.setup() + "\" of version "
                        + order.version() + " of feature " + order.feature() + " is not stored"));
    }

    /**
     * Begins to drive on many submissions, as {@link #redrive} does each; any node carries it out, and another goes on if it dies.
     *
     * <p>Refused as INVALID if the filter asks for submissions that have ended well.
     *
     * @param selection which; without status, pending reason or "needs a person" those that FAILED
     */
    public Result<RedriveCommand> redriveMany(Caller caller, RedriveCommand.Selection selection) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        SubmissionFilter filter = selection.filter();
        if (!REPAIRABLE.containsAll(filter.statuses())) {
            String message = "only what FAILED or is PENDING can be driven on";
            String remedy = "ask for these statuses only";
            return Result.refused(
                    Refusal.invalid(message + ": " + remedy, List.of(Finding.error("filter.status", message, remedy))));
        }
        boolean open = filter.statuses().isEmpty()
                && filter.pendingReason().isEmpty()
                && !filter.needsPerson()
                && selection.submissions().isEmpty();
        return begin(
                caller,
                new RedriveCommand.Selection(
                        open ? filter.in(Set.of(SubmissionStatus.FAILED)) : filter, selection.submissions()),
                Optional.empty(),
                "submission.redriveMany");
    }

    /**
     * Begins to decide the same about many calls whose outcome is unknown, as {@link io.einvoicing.submission.Submissions#decide}
     * does about each; carried out like {@link #redriveMany}.
     *
     * <p>Refused as INVALID if the filter asks for submissions that wait for no decision.
     *
     * @param selection which; of those that a filter alone means, the ones that wait for a decision
     */
    public Result<RedriveCommand> decideMany(
            Caller caller, RedriveCommand.Selection selection, Submissions.Decision decision) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        SubmissionFilter filter = selection.filter();
        boolean status = Set.of(SubmissionStatus.PENDING).containsAll(filter.statuses());
        boolean reason = filter.pendingReason()
                .filter(each -> each != PendingReason.OUTCOME_UNKNOWN)
                .isEmpty();
        if (!status || !reason) {
            String message = "only what is PENDING with OUTCOME_UNKNOWN can be decided about";
            String remedy = "ask for that only, or leave it out";
            return Result.refused(Refusal.invalid(
                    message + ": " + remedy,
                    List.of(Finding.error(status ? "filter.pendingReason" : "filter.status", message, remedy))));
        }
        return begin(
                caller,
                new RedriveCommand.Selection(
                        selection.submissions().isEmpty() ? filter.undecided() : filter, selection.submissions()),
                Optional.of(decision),
                "submission.decideMany");
    }

    private Result<RedriveCommand> begin(
            Caller caller,
            RedriveCommand.Selection selection,
            Optional<Submissions.Decision> decision,
            String operation) {
        Instant now = clock.instant();
        RedriveCommand command = new RedriveCommand(
                caller.tenant(),
                identifiers.next(),
                selection,
                decision,
                0,
                0,
                Map.of(),
                0,
                caller.principal(),
                caller.displayName(),
                now,
                now,
                Optional.empty());
        return Result.accepted(ports.commands().begin(command, AuditStamp.of(caller, now, operation)));
    }

    /** Returns a command of the tenant. */
    public Result<RedriveCommand> command(Caller caller, UUID id) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return ports.commands()
                .find(caller.tenant(), id)
                .map(Result::accepted)
                .orElseGet(() -> Result.refused(Refusal.notFound("command " + id)));
    }

    /** Returns the latest 50 commands of the tenant, the newest first. */
    public Result<List<RedriveCommand>> commands(Caller caller) {
        return caller.lacks(Role.SUBMIT)
                .<Result<List<RedriveCommand>>>map(Result::refused)
                .orElseGet(() -> Result.accepted(ports.commands().latest(caller.tenant(), 50)));
    }

    /**
     * Carries out what commands of all tenants still have to do; to be called again and again, on every node.
     *
     * @throws io.einvoicing.kernel.StoreUnavailableException if the store gave no answer; nothing is lost, call again
     */
    public void carryOut() {
        while (ports.commands().advance(clock.instant(), AT_ONCE)) {
            // Driven on is due work in the store: every node finds it at its next look.
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
        }
    }

    /**
     * What a person learned from the authority about a call of which the flow got no answer.
     *
     * @param verdict what the authority said of the document
     * @param receipt the authority's own number for it, at most 200 characters; may be empty
     * @param note who said so and when, for people, at most 1,000 characters; may be empty
     * @param file what the authority handed out, such as its receipt
     */
    public record Confirmation(InvoiceStatus verdict, String receipt, String note, Optional<DocumentContent> file) {
        public Confirmation {
            if (!receipt.isEmpty()) {
                Require.line("receipt", receipt, 200);
            }
            if (!note.isEmpty()) {
                Require.text("note", note, 1_000);
            }
        }
    }

    /**
     * Enters what became of a call whose outcome is unknown: its action is completed with that, and the flow goes on. The file stands
     * for the action's first output, which for a call is the response.
     *
     * <p>If a later action FAILED with what was entered, it can be entered anew: the flow goes on after the call again.
     *
     * <p>Refused as CONFLICT if no call's outcome is unknown, or while a worker asks for it.
     */
    public Result<Submission> confirm(Caller caller, SubmissionId id, Confirmation confirmation) {
        return found(caller, id).fold(found -> confirm(caller, found, confirmation), Result::refused);
    }

    private Result<Submission> confirm(Caller caller, Submission found, Confirmation confirmation) {
        OptionalInt position = confirmable(found);
        if (position.isEmpty()) {
            return Result.refused(Refusal.conflict("submission " + found.id()
                    + " has no call whose outcome is unknown, or finds out by itself just now; it is "
                    + found.status()));
        }
        Optional<PublishedEnvironment> environment =
                ports.environments().latest(found.tenant(), found.order().environment());
        if (environment.isEmpty()) {
            return conflict(found, RedriveObstacle.ENVIRONMENT_DELETED);
        }
        Instant now = clock.instant();
        Action action = setup(found).actions().get(position.getAsInt() - 1);
        Map<String, OutputValue> outputs = new HashMap<>();
        outputs.put(
                ActionRun.ENTERED_VERDICT,
                new OutputValue.Text(confirmation.verdict().code()));
        confirmation
                .file()
                .ifPresent(file -> outputs.put(
                        firstOutput(action),
                        new OutputValue.File(
                                store(caller, environment.get(), found, position.getAsInt(), action, file))));
        if (!confirmation.receipt().isEmpty()) {
            outputs.put(RECEIPT, new OutputValue.Text(confirmation.receipt()));
        }
        String text = "entered by " + caller.displayName() + " (" + caller.principal() + "): the authority says "
                + confirmation.verdict()
                + (confirmation.receipt().isEmpty() ? "" : ", its number is " + confirmation.receipt())
                + (confirmation.note().isEmpty() ? "" : "; " + confirmation.note());
        ActionRun run = new ActionRun(
                position.getAsInt(),
                action.name(),
                action.type(),
                ActionRun.Status.COMPLETED,
                found.attempt(),
                now,
                now,
                outputs,
                List.of(LogMessage.info("CONFIRMED", text)));
        return resume(caller, found, found.confirmed(run, confirmation.verdict(), now), "submission.confirm", now);
    }

    /** Returns the place of the call about which a person may tell what became of it. */
    private OptionalInt confirmable(Submission found) {
        FlowState flow = found.flow();
        if (flow.intent().isPresent()) {
            return REPAIRABLE.contains(found.status()) ? OptionalInt.of(flow.next()) : OptionalInt.empty();
        }
        if (found.status() != SubmissionStatus.FAILED) {
            return OptionalInt.empty();
        }
        for (int i = flow.runs().size() - 1; i >= 0; i--) {
            ActionRun run = flow.runs().get(i);
            if (run.enteredVerdict().isPresent()) {
                return OptionalInt.of(run.position());
            }
            if (run.status() == ActionRun.Status.COMPLETED && calls(run.type())) {
                return OptionalInt.empty();
            }
        }
        return OptionalInt.empty();
    }

    /** Returns what a person entered with the run, if one did. */
    static Optional<Verdict> entered(ActionRun run) {
        return run.enteredVerdict()
                .map(status -> new Verdict(
                        status,
                        run.text(RECEIPT),
                        List.of(LogMessage.info(
                                "", "a person entered the verdict " + status + " for \"" + run.action() + "\""))));
    }

    private String firstOutput(Action action) {
        return types.describe(action.type())
                .map(ActionDescription::outputs)
                .filter(outputs -> !outputs.isEmpty())
                .map(outputs -> outputs.get(0))
                .orElse("Response");
    }

    private StoredFile store(
            Caller caller,
            PublishedEnvironment environment,
            Submission found,
            int position,
            Action action,
            DocumentContent file) {
        String sha256 = Hashing.sha256().hashBytes(file.bytes()).toString();
        String name = FileNames.of(
                found.id(),
                found.order().submittedAt(),
                position,
                action.name(),
                found.attempt(),
                "confirmed",
                file.mediaType(),
                sha256);
        EnvironmentStorage.open(environment, VaultUse.by(caller), ports.vaults(), ports.documents())
                .store(name, file);
        return new StoredFile(name, file.mediaType(), file.bytes().length, sha256);
    }

    private Result<Submission> resume(
            Caller caller, Submission found, Submission resumed, String operation, Instant now) {
        Optional<RedriveObstacle> obstacle =
                ports.submissions().resume(found, resumed, AuditStamp.of(caller, now, operation));
        if (obstacle.isPresent()) {
            return conflict(found, obstacle.get());
        }
        ports.queue().remind(found.tenant(), found.id(), now);
        return found(caller, found.id());
    }

    private static <T> Result<T> conflict(Submission submission, RedriveObstacle obstacle) {
        return Result.refused(
                Refusal.conflict("submission " + submission.id() + " is not driven on: " + obstacle.reason()));
    }

    private Result<Submission> found(Caller caller, SubmissionId id) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return ports.submissions()
                .find(caller.tenant(), id)
                .map(Result::accepted)
                .orElseGet(() -> Result.refused(Refusal.notFound("submission " + id)));
    }
}
