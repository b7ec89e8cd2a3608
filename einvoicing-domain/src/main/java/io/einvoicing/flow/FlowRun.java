package io.einvoicing.flow;

import io.einvoicing.document.DocumentConflictException;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentNotFoundException;
import io.einvoicing.document.StoredFile;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.port.DestinationGuard;
import io.einvoicing.flow.port.DestinationGuard.Admission;
import io.einvoicing.flow.port.DestinationGuard.Result;
import io.einvoicing.flow.port.FlowObserver;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.Intent;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.ResultFile;
import io.einvoicing.submission.Retries;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionKind;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** One claim of one submission, in one thread: runs actions until the submission ends or has to wait. */
final class FlowRun {
    private static final int INTENT_TRIES = 3;

    /** How often a declared recovery is tried before a person is asked, if the action has no retries of its own. */
    private static final RetryPolicy RECOVERY = RetryPolicy.of(5, Duration.ofSeconds(5));

    private final FlowEngine engine;
    private final Submission submission;
    private final FlowObserver.Run observed;
    private FlowState state;
    private boolean sent;
    private Optional<InvoiceStatus> invoiceStatus;

    FlowRun(FlowEngine engine, Submission claimed) {
        this.engine = engine;
        this.submission = claimed;
        this.observed = GuardedRun.start(engine.observer(), claimed);
        this.state = claimed.flow();
        this.sent = claimed.sent();
        this.invoiceStatus = claimed.invoiceStatus();
    }

    /** The claim is no longer the latest: whatever this worker has in hand must not be recorded or sent. */
    private static final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLostException() {
            super("lease lost", null, false, false);
        }
    }

    Optional<SubmissionStatus> run() {
        try {
            return Optional.of(runActions());
        } catch (LeaseLostException e) {
            observed.leaseLost();
            return Optional.empty();
        } catch (RuntimeException e) {
            observed.brokenOff(e);
            throw e;
        }
    }

    private SubmissionStatus runActions() {
        try {
            FeatureContent content = engine.version(submission).content();
            FeatureSetup declared = content.setup(submission.order().setup())
                    .orElseThrow(() -> new IllegalStateException("the feature version has no setup \""
                            + submission.order().setup() + "\""));
            FeatureSetup setup = isChannelRun() ? declared.channel() : declared;
            PublishedEnvironment environment = engine.environment(submission)
                    .orElseThrow(() -> new IllegalStateException("the environment is not published"));
            RunFiles files = new RunFiles(engine.ports(), environment, submission);
            while (state.next() <= setup.actions().size()) {
                Action action = setup.actions().get(state.next() - 1);
                FlowActionContext context =
                        new FlowActionContext(engine, submission, state, content, setup, action, environment, files);
                Optional<SubmissionStatus> end = runAction(setup, action, context, files);
                if (end.isPresent()) {
                    return end.get();
                }
            }
            return setup.exportsThroughChannel() && !isChannelRun()
                    ? throughChannel(setup, files)
                    : complete(setup, Map.of());
        } catch (LeaseLostException | StoreUnavailableException e) {
            throw e; // Nothing can be recorded; when the lease runs out, the submission is due again.
        } catch (DocumentNotFoundException | DocumentConflictException | IllegalStateException e) {
            return cannotGoOn(String.valueOf(e.getMessage()));
        } catch (EinvoicingException e) {
            Instant due = now().plus(engine.policy().outageWait(submission.attempt()));
            return pending(PendingReason.OUTAGE, Optional.of(due), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return cannotGoOn("the flow failed unexpectedly: " + describe(e));
        }
    }

    private boolean isChannelRun() {
        return submission.order().kind() == SubmissionKind.CHANNEL_RUN;
    }

    /** A document of an export channel waits for a run of the channel, and completes when the run that has it has completed. */
    private SubmissionStatus throughChannel(FeatureSetup setup, RunFiles files) {
        if (submission.channelRun().isEmpty()) {
            return ResultFile.of(state, setup, engine.types()).isPresent()
                    ? pending(PendingReason.WAITING_FOR_CHANNEL, Optional.empty(), "")
                    : failed(setup, "there is nothing to send: no action that exports results left a file");
        }
        SubmissionId id = submission.channelRun().get();
        Submission run = engine.ports()
                .submissions()
                .find(submission.tenant(), id)
                .filter(found -> found.status() == SubmissionStatus.COMPLETED)
                .orElseThrow(() -> new IllegalStateException(
                        "channel run " + id + " did not complete: resubmit the document if it is to be sent again"));
        invoiceStatus = ChannelVerdicts.of(run, submission.id(), files::read);
        return complete(setup, run.results());
    }

    /** Ends what no repetition can mend; a call whose outcome is unknown is left to a person. */
    private SubmissionStatus cannotGoOn(String failure) {
        return state.intent().isPresent()
                ? pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty(), failure)
                : end(SubmissionStatus.FAILED, Optional.empty(), Optional.empty(), failure);
    }

    private Optional<SubmissionStatus> runAction(
            FeatureSetup setup, Action action, FlowActionContext context, RunFiles files) {
        ActionType type = engine.types().require(action.type());
        Instant startedAt = now();
        observed.actionStarted(state.next(), action);
        if (type instanceof OutsideEffectActionType call) {
            return runCall(setup, action, call, context, files, startedAt);
        }
        ActionOutcome outcome = guarded(
                () -> ((RepeatableActionType) type).execute(context),
                e -> ActionOutcome.failed(
                        e instanceof IllegalArgumentException
                                ? describe(e)
                                : "the action failed unexpectedly: " + describe(e)));
        return apply(
                setup,
                action,
                startedAt,
                outcome,
                store(outcome, action, files),
                OutsideEffectActionType.Recovery.DECISION);
    }

    private Optional<SubmissionStatus> runCall(
            FeatureSetup setup,
            Action action,
            OutsideEffectActionType type,
            FlowActionContext context,
            RunFiles files,
            Instant startedAt) {
        Admission admission = admit(type, context);
        if (admission instanceof Admission.Later later) {
            return Optional.of(notYet(action, later));
        }
        ActionOutcome outcome = called(type, action, context, files, (Admission.Granted) admission);
        Map<String, OutputValue> outputs;
        try {
            outputs = store(outcome, action, files);
        } catch (EinvoicingException e) {
            outcome = ActionOutcome.unknown("the answer could not be stored: " + e.getMessage());
            outputs = Map.of();
        }
        OutsideEffectActionType.Recovery recovery = outcome instanceof ActionOutcome.OutcomeUnknown
                ? type.recovery(context)
                : OutsideEffectActionType.Recovery.DECISION;
        return apply(setup, action, startedAt, outcome, outputs, recovery);
    }

    private Admission admit(OutsideEffectActionType type, FlowActionContext context) {
        Optional<String> host;
        try {
            boolean leftToAPerson =
                    state.intent().isPresent() && recovery(type, context) == OutsideEffectActionType.Recovery.DECISION;
            host = leftToAPerson ? Optional.empty() : type.destination(context);
        } catch (EinvoicingException e) {
            throw e;
        } catch (RuntimeException e) {
            host = Optional.empty(); // Building the request tells what is wrong.
        }
        DestinationGuard guard = host.isPresent() ? engine.ports().destinations() : DestinationGuard.NONE;
        return guard.admit(submission.tenant(), host.orElse(""));
    }

    /** Waits without having used up a retry; what a person decided about a kept intent stays decided. */
    private SubmissionStatus notYet(Action action, Admission.Later later) {
        PendingReason reason = state.intent().isEmpty()
                ? PendingReason.WEB_SERVICE_BUSY
                : isDecided() ? PendingReason.RETRY : PendingReason.OUTCOME_UNKNOWN;
        return pending(reason, Optional.of(later.at()), name(action) + later.reason());
    }

    private ActionOutcome called(
            OutsideEffectActionType type,
            Action action,
            FlowActionContext context,
            RunFiles files,
            Admission.Granted admission) {
        Result result = Result.NOT_CALLED;
        try {
            ActionOutcome outcome = state.intent().isPresent()
                    ? resolve(type, context, files)
                    : callFirst(type, action, context, files);
            result = resultOf(outcome);
            return outcome;
        } finally {
            admission.ended(result);
        }
    }

    /** An answer leaves a file or a value, whatever it says. */
    private static Result resultOf(ActionOutcome outcome) {
        boolean failed =
                outcome instanceof ActionOutcome.RetryableFailure || outcome instanceof ActionOutcome.OutcomeUnknown;
        return failed && outcome.outputs().isEmpty() ? Result.NOT_ANSWERED : Result.ANSWERED;
    }

    private ActionOutcome callFirst(
            OutsideEffectActionType type, Action action, FlowActionContext context, RunFiles files) {
        DocumentContent request;
        Duration timeout;
        try {
            request = type.request(context);
            timeout = type.timeout(context);
            type.recovery(context);
        } catch (EinvoicingException e) {
            throw e;
        } catch (RuntimeException e) {
            return ActionOutcome.failed("the request cannot be built: " + describe(e));
        }
        StoredFile file = files.store(state.next(), action.name(), submission.attempt(), "request", request);
        String key = submission.id() + "-" + state.next() + "-" + file.sha256().substring(0, 16);
        return send(type, context, timeout, new Intent(state.next(), file, key, now()), request);
    }

    /** Goes on after an intent whose result was never recorded: the stored request is read back, never rebuilt. */
    private ActionOutcome resolve(OutsideEffectActionType type, FlowActionContext context, RunFiles files) {
        Intent intent = state.intent().orElseThrow();
        DocumentContent request = files.readBack(intent.request());
        return switch (recovery(type, context)) {
            case REPEAT -> stillUnknown(send(type, context, type.timeout(context), intent, request));
            case ASK ->
                guarded(
                        () -> type.ask(context, request, intent.idempotencyKey()),
                        e -> ActionOutcome.unknown("asking failed unexpectedly: " + describe(e)));
            case DECISION -> ActionOutcome.unknown("the request may have been sent, and its answer is not known");
        };
    }

    private OutsideEffectActionType.Recovery recovery(OutsideEffectActionType type, FlowActionContext context) {
        return isDecided() ? OutsideEffectActionType.Recovery.REPEAT : type.recovery(context);
    }

    /** Tells whether a person decided that the kept intent is repeated. */
    private boolean isDecided() {
        return submission.pendingReason().filter(PendingReason.RETRY::equals).isPresent();
    }

    /** A repetition that was not processed says nothing about the first sending: the intent stays, and nothing is rebuilt. */
    private static ActionOutcome stillUnknown(ActionOutcome repeated) {
        return repeated instanceof ActionOutcome.RetryableFailure failure
                ? new ActionOutcome.OutcomeUnknown(
                        "what became of the first sending is not known, and the repetition was not processed: "
                                + failure.reason(),
                        failure.outputs(),
                        failure.messages())
                : repeated;
    }

    /** Records the intent and sends; if the commit is so slow that others might take the lease, records it anew before sending. */
    private ActionOutcome send(
            OutsideEffectActionType type,
            FlowActionContext context,
            Duration timeout,
            Intent intent,
            DocumentContent request) {
        Duration hold =
                timeout.plus(engine.policy().callStart()).plus(engine.policy().lease());
        boolean repeated = state.intent().isPresent();
        state = state.withIntent(Optional.of(intent));
        sent = true;
        for (int i = 0; i < INTENT_TRIES; i++) {
            Instant intendedAt = now();
            executing(intendedAt.plus(hold));
            if (!now().isAfter(intendedAt.plus(engine.policy().callStart()))) {
                try {
                    return guarded(
                            () -> type.send(context, request, intent.idempotencyKey()),
                            e -> ActionOutcome.unknown("the call failed unexpectedly: " + describe(e)));
                } catch (EinvoicingException e) {
                    return notSent(repeated, e);
                }
            }
        }
        return notSent(
                repeated,
                new NodeNotReadyException("the store is too slow to call safely; nothing was sent this time"));
    }

    private ActionOutcome notSent(boolean repeated, EinvoicingException why) {
        if (!repeated) {
            state = state.withIntent(Optional.empty());
        }
        throw why;
    }

    private Optional<SubmissionStatus> apply(
            FeatureSetup setup,
            Action action,
            Instant startedAt,
            ActionOutcome outcome,
            Map<String, OutputValue> outputs,
            OutsideEffectActionType.Recovery recovery) {
        int position = state.next();
        boolean called = state.intent().isPresent();
        ActionRun result = new ActionRun(
                position,
                action.name(),
                action.type(),
                statusOf(outcome),
                submission.attempt(),
                startedAt,
                now(),
                outputs,
                outcome.messages());
        state = state.withRun(result);
        observed.actionEnded(result);
        if (outcome instanceof ActionOutcome.OutcomeUnknown unknown) {
            return Optional.of(outcomeUnknown(action, unknown, recovery));
        }
        state = state.withIntent(Optional.empty());
        if (outcome instanceof ActionOutcome.Completed completed) {
            invoiceStatus = completed.invoiceStatus().or(() -> invoiceStatus);
            state = state.withNext(position + 1)
                    .withRetries(state.retries().filter(retries -> retries.position() != position));
            if (called && position < setup.actions().size()) {
                executing(now().plus(engine.policy().lease()));
            }
            return Optional.empty();
        }
        if (outcome instanceof ActionOutcome.WaitingUntil waiting) {
            return Optional.of(pending(
                    PendingReason.WAITING_FOR_RESPONSE, Optional.of(waiting.at()), name(action) + waiting.reason()));
        }
        if (outcome instanceof ActionOutcome.RetryableFailure failure) {
            sent = sent && !(isChannelRun() && nothingProcessed());
            Optional<Instant> due = action.retry().flatMap(policy -> nextRetry(policy, failure.retryAfter()));
            if (due.isPresent()) {
                state = state.withNext(restartPosition(setup, action, position));
                return Optional.of(pending(PendingReason.RETRY, due, name(action) + failure.reason()));
            }
            return Optional.of(failed(setup, name(action) + failure.reason()));
        }
        return Optional.of(failed(setup, name(action) + ((ActionOutcome.FinalFailure) outcome).reason()));
    }

    /** Tells whether every call so far certainly had no effect: then the documents of a run can go with another. */
    private boolean nothingProcessed() {
        return state.runs().stream()
                .filter(run -> run.status() != ActionRun.Status.FAILED_RETRYABLY
                        && run.status() != ActionRun.Status.OUTCOME_UNKNOWN)
                .noneMatch(run -> engine.types().require(run.type()) instanceof OutsideEffectActionType);
    }

    private SubmissionStatus outcomeUnknown(
            Action action, ActionOutcome.OutcomeUnknown unknown, OutsideEffectActionType.Recovery recovery) {
        Optional<Instant> due = recovery == OutsideEffectActionType.Recovery.DECISION
                ? Optional.empty()
                : nextRetry(action.retry().orElse(RECOVERY), Optional.empty());
        return pending(PendingReason.OUTCOME_UNKNOWN, due, name(action) + unknown.reason());
    }

    /** Uses up one retry and returns when it is due; empty if the policy allows no more. */
    private Optional<Instant> nextRetry(RetryPolicy policy, Optional<Duration> retryAfter) {
        Instant now = now();
        // A later action that made this one run again shares its retries, or the two could fail in turn for ever.
        Retries retries = state.retries()
                .filter(each -> each.position() >= state.next())
                .orElseGet(() -> new Retries(state.next(), 0, now));
        Duration wait = policy.waitBefore(retries.used() + 1);
        if (retryAfter.isPresent() && retryAfter.get().compareTo(wait) > 0) {
            wait = retryAfter.get();
        }
        Instant due = now.plus(wait);
        boolean tooLate = policy.till().isPresent()
                && due.isAfter(retries.firstFailureAt().plus(policy.till().get()));
        if (retries.used() >= policy.count() || tooLate) {
            return Optional.empty();
        }
        state = state.withRetries(
                Optional.of(new Retries(retries.position(), retries.used() + 1, retries.firstFailureAt())));
        return Optional.of(due);
    }

    private static int restartPosition(FeatureSetup setup, Action action, int position) {
        return action.retry()
                .flatMap(RetryPolicy::restartFrom)
                .map(name -> setup.indexOf(name).orElseThrow() + 1)
                .orElse(position);
    }

    private Map<String, OutputValue> store(ActionOutcome outcome, Action action, RunFiles files) {
        if (outcome.outputs().isEmpty()) {
            return Map.of();
        }
        Map<String, OutputValue> stored = new HashMap<>();
        for (ActionOutput output : outcome.outputs()) {
            stored.put(
                    output.name(),
                    output instanceof ActionOutput.File file
                            ? new OutputValue.File(files.store(
                                    state.next(), action.name(), submission.attempt(), file.name(), file.content()))
                            : new OutputValue.Text(((ActionOutput.Value) output).text()));
        }
        return stored;
    }

    private static ActionRun.Status statusOf(ActionOutcome outcome) {
        if (outcome instanceof ActionOutcome.Completed) {
            return ActionRun.Status.COMPLETED;
        }
        if (outcome instanceof ActionOutcome.WaitingUntil) {
            return ActionRun.Status.WAITING;
        }
        if (outcome instanceof ActionOutcome.RetryableFailure) {
            return ActionRun.Status.FAILED_RETRYABLY;
        }
        return outcome instanceof ActionOutcome.OutcomeUnknown
                ? ActionRun.Status.OUTCOME_UNKNOWN
                : ActionRun.Status.FAILED;
    }

    /** @param inherited results that come with it from elsewhere; its own go first */
    private SubmissionStatus complete(FeatureSetup setup, Map<String, String> inherited) {
        Instant at = now();
        Submission.Order order = submission.order();
        Optional<CountedDocument> counted = order.kind().counts()
                ? Optional.of(new CountedDocument(
                        submission.tenant(),
                        order.environment(),
                        order.feature(),
                        Direction.EXPORT,
                        order.document(),
                        at,
                        submission.id()))
                : Optional.empty();
        Map<String, String> results = new HashMap<>(inherited);
        results.putAll(results(setup));
        FlowCheckpoint completion =
                checkpoint(SubmissionStatus.COMPLETED, Optional.empty(), Optional.empty(), results, "", at);
        Optional<Counting> counting = engine.ports().completions().complete(completion, counted);
        if (counting.isEmpty()) {
            throw new LeaseLostException();
        }
        observed.ended(completion, counting);
        return SubmissionStatus.COMPLETED;
    }

    private Map<String, String> results(FeatureSetup setup) {
        Map<String, String> results = new HashMap<>();
        for (Variable variable : setup.variables()) {
            variable.source()
                    .flatMap(source -> state.output(source.action(), source.output()))
                    .ifPresent(output -> results.put(
                            variable.name(),
                            output instanceof OutputValue.Text text
                                    ? text.text()
                                    : ((OutputValue.File) output).file().name()));
        }
        return results;
    }

    private void executing(Instant leaseEnd) {
        record(checkpoint(
                SubmissionStatus.EXECUTING, Optional.empty(), Optional.of(leaseEnd), submission.results(), "", now()));
    }

    private SubmissionStatus pending(PendingReason reason, Optional<Instant> due, String failure) {
        end(SubmissionStatus.PENDING, Optional.of(reason), due, failure);
        due.ifPresent(at -> engine.ports().queue().remind(submission.tenant(), submission.id(), at));
        return SubmissionStatus.PENDING;
    }

    private SubmissionStatus failed(FeatureSetup setup, String failure) {
        record(checkpoint(SubmissionStatus.FAILED, Optional.empty(), Optional.empty(), results(setup), failure, now()));
        return SubmissionStatus.FAILED;
    }

    private SubmissionStatus end(
            SubmissionStatus status, Optional<PendingReason> reason, Optional<Instant> due, String failure) {
        record(checkpoint(status, reason, due, submission.results(), failure, now()));
        return status;
    }

    private void record(FlowCheckpoint checkpoint) {
        if (!engine.ports().progress().record(checkpoint)) {
            throw new LeaseLostException();
        }
        if (checkpoint.status() != SubmissionStatus.EXECUTING) {
            observed.ended(checkpoint, Optional.empty());
        }
    }

    private FlowCheckpoint checkpoint(
            SubmissionStatus status,
            Optional<PendingReason> reason,
            Optional<Instant> due,
            Map<String, String> results,
            String failure,
            Instant at) {
        return new FlowCheckpoint(
                submission.tenant(),
                submission.id(),
                submission.attempt(),
                status,
                reason,
                due,
                sent,
                state,
                results,
                invoiceStatus,
                failure,
                at,
                submission.order().documentChain(),
                submission.order().kind());
    }

    /** Runs vendor code: failures of our surroundings pass through, anything else becomes an outcome. */
    private static ActionOutcome guarded(
            Supplier<ActionOutcome> action, Function<RuntimeException, ActionOutcome> onFailure) {
        try {
            return action.get();
        } catch (EinvoicingException e) {
            throw e;
        } catch (RuntimeException e) {
            return onFailure.apply(e);
        }
    }

    private static String describe(RuntimeException e) {
        return e instanceof IllegalArgumentException ? String.valueOf(e.getMessage()) : e.toString();
    }

    private static String name(Action action) {
        return "action \"" + action.name() + "\": ";
    }

    private Instant now() {
        return engine.clock().instant();
    }
}
