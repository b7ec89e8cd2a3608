package io.einvoicing.submission;

import com.google.common.hash.Hashing;
import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.TenantGate;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.StoredFile;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.port.PublishedEnvironments;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.FeatureSelection;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.submission.port.DocumentInspector;
import io.einvoicing.submission.port.FlowQueue;
import io.einvoicing.submission.port.SubmissionObserver;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Takes business documents in and answers for what became of them. Thread-safe. Every operation needs the role
 * {@link Role#SUBMIT} and sees the caller's tenant only.
 *
 * <p>Methods throw {@link io.einvoicing.kernel.EinvoicingException} if the customer's storage or vault, or the store, gives no
 * answer; then nothing was accepted, and the call can be repeated.
 */
public final class Submissions {
    /** Context field that the service sets to the {@link SubmissionKind}. */
    public static final String SUBMISSION_KIND = "SubmissionKind";

    /** Callers of one node that wait at once for submissions to end. */
    public static final int MOST_WAITING = 200;

    private static final System.Logger LOG = System.getLogger(Submissions.class.getName());

    private final Ports ports;
    private final SubmissionPolicy policy;
    private final Identifiers identifiers;
    private final InstantSource clock;
    private final SubmissionObserver observer;
    private final SubmissionWaits waits;

    /** What submissions need from outside. */
    public record Ports(
            TenantGate gate,
            PublishedEnvironments environments,
            FeatureRepository features,
            SubmissionRepository submissions,
            DocumentStore documents,
            Vaults vaults,
            DocumentInspector inspector,
            FlowQueue queue) {}

    public Submissions(Ports ports, SubmissionPolicy policy, Identifiers identifiers, InstantSource clock) {
        this(ports, policy, identifiers, clock, SubmissionObserver.NONE);
    }

    /** @param observer is told of all accepted submissions */
    public Submissions(
            Ports ports,
            SubmissionPolicy policy,
            Identifiers identifiers,
            InstantSource clock,
            SubmissionObserver observer) {
        this.observer = observer;
        this.waits = new SubmissionWaits(ports.submissions(), MOST_WAITING);
        this.ports = ports;
        this.policy = policy;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Submits a business document: accepted once for each document key, whatever the number of calls.
     *
     * @throws io.einvoicing.kernel.EinvoicingException if storage, vault or store gave no answer; repeat the same call
     */
    public SubmitResult submit(Caller caller, SubmitCommand command) {
        Optional<SubmitResult> refusal = mayCall(caller);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<PublishedEnvironment> environment =
                ports.environments().latest(caller.tenant(), command.environment());
        if (environment.isEmpty()) {
            return ports.environments().exists(caller.tenant(), command.environment())
                    ? SubmitResult.Rejected.because(
                            SubmitResult.Reason.NOT_PUBLISHED,
                            "environment \"" + command.environment()
                                    + "\" is not published: publish it before documents are submitted through it")
                    : SubmitResult.Rejected.because(
                            SubmitResult.Reason.UNKNOWN_ENVIRONMENT,
                            "there is no environment \"" + command.environment()
                                    + "\": check the name, which compares exactly");
        }
        Optional<SubmitResult> unlisted = maySubmit(caller, environment.get());
        if (unlisted.isPresent()) {
            return unlisted.get();
        }
        Map<String, FieldValue> context = new HashMap<>(command.context());
        context.put(SubmitCommand.LEGAL_ENTITY, FieldValue.of(command.document().legalEntity()));
        context.put(
                SubmitCommand.DOCUMENT_CONTEXT, FieldValue.of(command.document().documentContext()));
        return accept(
                caller,
                environment.get(),
                new Draft(
                        SubmissionKind.ORIGINAL,
                        Optional.empty(),
                        command.document(),
                        context,
                        command.variables(),
                        command.content()));
    }

    /**
     * Runs the stored input of a former submission again, with the feature that serves now and a log of its own.
     *
     * <p>Refused while the document is in process, once the authority accepted it, and for cancellations and status changes, which
     * are sent as related submissions again.
     */
    public SubmitResult resubmit(Caller caller, SubmissionId former) {
        return related(caller, former, (environment, parent) -> {
            if (!parent.order().kind().counts()) {
                return SubmitResult.Rejected.because(
                        SubmitResult.Reason.CONFLICT,
                        "submission " + former + " is a " + parent.order().kind()
                                + ", which would run as if it issued the document: send it as a related submission again");
            }
            List<Submission> all = ports.submissions()
                    .ofDocument(
                            caller.tenant(),
                            parent.order().environment(),
                            parent.order().document());
            Optional<Submission> active =
                    all.stream().filter(each -> each.status().isActive()).findFirst();
            if (active.isPresent()) {
                return new SubmitResult.InProcess(active.get());
            }
            if (all.stream().anyMatch(Submission::isAcceptedIssue)) {
                return acceptedAlready(parent.order().document());
            }
            byte[] input =
                    storage(caller, environment).read(parent.order().input().name());
            return accept(
                    caller,
                    environment,
                    new Draft(
                            SubmissionKind.RESUBMISSION,
                            Optional.of(former),
                            parent.order().document(),
                            parent.order().context(),
                            parent.order().variables(),
                            new DocumentContent(parent.order().input().mediaType(), input)));
        });
    }

    /** Sends a correction, cancellation or status change of a former submission's document, as its child. */
    public SubmitResult sendRelated(Caller caller, SubmissionId former, RelatedCommand command) {
        return related(caller, former, (environment, parent) -> {
            Map<String, FieldValue> context = new HashMap<>(parent.order().context());
            context.putAll(command.context());
            return accept(
                    caller,
                    environment,
                    new Draft(
                            command.kind(),
                            Optional.of(former),
                            parent.order().document(),
                            context,
                            command.variables(),
                            command.content()));
        });
    }

    /**
     * Withdraws a submission before any call was intended; it becomes CANCELED.
     *
     * <p>Later it is refused as CONFLICT: then a related submission of kind CANCELLATION is the way.
     */
    public Result<Submission> cancel(Caller caller, SubmissionId id) {
        return find(caller, id)
                .fold(
                        found -> {
                            if (found.status().isActive() && found.channelRun().isPresent()) {
                                return Result.refused(Refusal.conflict("submission " + id + " is in channel run "
                                        + found.channelRun().get()
                                        + ": cancel the run, or wait for its end and send a related submission of kind"
                                        + " CANCELLATION"));
                            }
                            if (found.status() != SubmissionStatus.CANCELED
                                    && !ports.submissions().cancel(caller.tenant(), id, clock.instant())) {
                                return Result.refused(
                                        Refusal.conflict(
                                                "submission " + id
                                                        + " has ended or may have been sent already: send a related submission of kind CANCELLATION"));
                            }
                            return find(caller, id);
                        },
                        Result::refused);
    }

    /** What a person decides about a request of which nobody can tell what became of it. */
    public enum Decision {
        /** Send the stored request again with the same idempotency key. */
        REPEAT,
        /** Give up; the submission becomes FAILED. */
        GIVE_UP;

        /** Returns why a submission about which somebody decided so is FAILED; empty if it is not. */
        public Optional<String> failure(String decidedBy) {
            return this == GIVE_UP
                    ? Optional.of("given up by " + decidedBy + " while the outcome of the call was unknown")
                    : Optional.empty();
        }
    }

    /** Applies a person's decision to a submission whose outcome is unknown and that waits for it; else refused as CONFLICT. */
    public Result<Submission> decide(Caller caller, SubmissionId id, Decision decision) {
        return find(caller, id)
                .fold(
                        found -> {
                            if (decision == Decision.REPEAT
                                    && found.channelRun().isPresent()) {
                                return Result.refused(Refusal.conflict("submission " + id + " is in channel run "
                                        + found.channelRun().get()
                                        + ": decide about the run, which sends its documents together"));
                            }
                            Instant now = clock.instant();
                            if (!ports.submissions()
                                    .decide(
                                            caller.tenant(),
                                            id,
                                            now,
                                            decision.failure(caller.displayName()),
                                            AuditStamp.of(caller, now, "submission.decide"))) {
                                return Result.refused(Refusal.conflict(
                                        "submission " + id + " does not wait for a decision; it is " + found.status()));
                            }
                            if (decision == Decision.REPEAT) {
                                ports.queue().remind(caller.tenant(), id, now);
                            }
                            return find(caller, id);
                        },
                        Result::refused);
    }

    /** Returns the id of the published environment of that name, which compares exactly. */
    public Result<EnvironmentId> environment(Caller caller, String name) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return ports.environments()
                .latest(caller.tenant(), name)
                .map(found -> Result.accepted(found.environment()))
                .orElseGet(() -> Result.refused(Refusal.notFound("published environment \"" + name + "\"")));
    }

    /** Returns one submission with its log. */
    public Result<Submission> find(Caller caller, SubmissionId id) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return ports.submissions()
                .find(caller.tenant(), id)
                .map(Result::accepted)
                .orElseGet(() -> Result.refused(Refusal.notFound("submission " + id)));
    }

    /**
     * Returns one submission with its log as soon as it has ended or needs a person, or the time is over.
     *
     * @param longest at most so long; answers at once while {@value #MOST_WAITING} callers of this node wait already
     */
    public Result<Submission> await(Caller caller, SubmissionId id, Duration longest) {
        return find(caller, id)
                .fold(
                        found -> {
                            if (!found.status().isActive() || found.needsPerson()) {
                                return Result.accepted(found);
                            }
                            waits.await(caller.tenant(), id, longest);
                            return find(caller, id);
                        },
                        Result::refused);
    }

    /** Returns one page of submissions, the newest first; see {@link SubmissionRepository#list}. */
    public Result<List<Submission>> list(
            Caller caller, SubmissionFilter filter, Optional<SubmissionId> after, int limit) {
        return caller.lacks(Role.SUBMIT)
                .<Result<List<Submission>>>map(Result::refused)
                .orElseGet(() -> Result.accepted(ports.submissions().list(caller.tenant(), filter, after, limit)));
    }

    /** Returns a file of the submission's log from the customer's storage. */
    public Result<DocumentContent> file(Caller caller, SubmissionId id, String name) {
        return find(caller, id)
                .fold(
                        submission -> files(submission).stream()
                                .filter(file -> file.name().equals(name))
                                .findFirst()
                                .map(file -> read(caller, submission, file))
                                .orElseGet(() ->
                                        Result.refused(Refusal.notFound("file \"" + name + "\" of submission " + id))),
                        Result::refused);
    }

    /** Returns every file that the submission's log refers to, the input first. */
    public static List<StoredFile> files(Submission submission) {
        List<StoredFile> files = new ArrayList<>();
        files.add(submission.order().input());
        submission.flow().intent().ifPresent(intent -> files.add(intent.request()));
        submission.flow().runs().stream()
                .flatMap(run -> run.outputs().values().stream())
                .filter(OutputValue.File.class::isInstance)
                .forEach(output -> files.add(((OutputValue.File) output).file()));
        return files.stream().distinct().toList();
    }

    private Result<DocumentContent> read(Caller caller, Submission submission, StoredFile file) {
        return ports.environments()
                .latest(submission.tenant(), submission.order().environment())
                .map(environment -> Result.accepted(new DocumentContent(
                        file.mediaType(), storage(caller, environment).read(file.name()))))
                .orElseGet(() -> Result.refused(
                        Refusal.notFound("environment " + submission.order().environment())));
    }

    private interface OnParent {
        SubmitResult apply(PublishedEnvironment environment, Submission parent);
    }

    private SubmitResult related(Caller caller, SubmissionId former, OnParent then) {
        Optional<SubmitResult> refusal = mayCall(caller);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<Submission> parent = ports.submissions().find(caller.tenant(), former);
        if (parent.isEmpty()) {
            return SubmitResult.Rejected.because(
                    SubmitResult.Reason.UNKNOWN_SUBMISSION, "submission " + former + " does not exist");
        }
        if (parent.get().order().kind() == SubmissionKind.CHANNEL_RUN) {
            return SubmitResult.Rejected.because(
                    SubmitResult.Reason.CONFLICT,
                    "submission " + former
                            + " is a run of an export channel: act on its documents, or start another run");
        }
        return ports.environments()
                .latest(caller.tenant(), parent.get().order().environment())
                .map(environment -> maySubmit(caller, environment)
                        .orElseGet(() -> parent.get().status().isActive()
                                ? new SubmitResult.InProcess(parent.get())
                                : then.apply(environment, parent.get())))
                .orElseGet(() -> SubmitResult.Rejected.because(
                        SubmitResult.Reason.NOT_PUBLISHED, "the submission's environment was deleted"));
    }

    private Optional<SubmitResult> mayCall(Caller caller) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Optional.of(SubmitResult.Rejected.because(
                    SubmitResult.Reason.FORBIDDEN, lack.get().message()));
        }
        return ports.gate()
                .tenant(caller)
                .fold(
                        tenant -> mayCall(caller, tenant),
                        refusal -> Optional.of(SubmitResult.Rejected.because(
                                refusal.kind() == Refusal.Kind.WRONG_GEOGRAPHY
                                        ? SubmitResult.Reason.WRONG_GEOGRAPHY
                                        : SubmitResult.Reason.UNKNOWN_TENANT,
                                refusal.message())));
    }

    private static Optional<SubmitResult> mayCall(Caller caller, Tenant tenant) {
        return tenant.allows(caller.clientApplication())
                ? Optional.empty()
                : Optional.of(
                        SubmitResult.Rejected.because(
                                SubmitResult.Reason.FORBIDDEN,
                                "application " + caller.clientApplication()
                                        + " is not in the register of activated applications: activate its deployment project"));
    }

    private static Optional<SubmitResult> maySubmit(Caller caller, PublishedEnvironment environment) {
        return environment.settings().maySubmit(caller)
                ? Optional.empty()
                : Optional.of(SubmitResult.Rejected.because(
                        SubmitResult.Reason.NOT_LISTED,
                        "environment \"" + environment.name() + "\" does not list " + caller.displayName() + " ("
                                + caller.principal()
                                + ") with the permission to submit: add it and publish the environment"));
    }

    /** A submission before it is accepted. */
    private record Draft(
            SubmissionKind kind,
            Optional<SubmissionId> parent,
            BusinessDocumentKey document,
            Map<String, FieldValue> context,
            Map<String, String> variables,
            DocumentContent content) {}

    private SubmitResult accept(Caller caller, PublishedEnvironment environment, Draft draft) {
        Instant startedAt = clock.instant();
        SubmitResult result = decideOn(caller, environment, draft);
        if (result instanceof SubmitResult.Scheduled scheduled) {
            tell(scheduled.submission(), Duration.between(startedAt, clock.instant()));
        }
        return result;
    }

    private void tell(Submission accepted, Duration took) {
        try {
            observer.submitted(accepted, took);
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "an observer of submissions failed", e);
        }
    }

    private SubmitResult decideOn(Caller caller, PublishedEnvironment environment, Draft draft) {
        int size = draft.content().bytes().length;
        if (size > policy.maxDocumentBytes()) {
            return SubmitResult.Rejected.because(
                    SubmitResult.Reason.TOO_LARGE,
                    "the document has " + size + " bytes, the limit is " + policy.maxDocumentBytes());
        }
        String digest = Hashing.sha256().hashBytes(draft.content().bytes()).toString();
        if (draft.kind() == SubmissionKind.ORIGINAL) {
            Optional<Submission> existing =
                    ports
                            .submissions()
                            .ofDocument(caller.tenant(), environment.environment(), draft.document())
                            .stream()
                            .filter(each -> each.order().kind() == SubmissionKind.ORIGINAL)
                            .findFirst();
            if (existing.isPresent()) {
                return alreadySubmitted(existing.get(), digest);
            }
        }
        List<Finding> findings = ports.inspector().inspect(draft.content());
        if (findings.stream().anyMatch(Finding::blocks)) {
            return new SubmitResult.Rejected(SubmitResult.Reason.INVALID, "the document cannot be accepted", findings);
        }
        Map<String, FieldValue> context = new HashMap<>(draft.context());
        context.put(SUBMISSION_KIND, FieldValue.of(draft.kind().name()));
        Instant now = clock.instant();
        FeatureSelection selection = FeatureSelection.select(serving(environment, now), context);
        if (!(selection instanceof FeatureSelection.Selected selected)) {
            return new SubmitResult.NoFeatureSelected(selection);
        }
        List<Finding> unfit = unfitVariables(selected, draft.variables());
        if (!unfit.isEmpty()) {
            return new SubmitResult.Rejected(SubmitResult.Reason.INVALID, "the variables are not acceptable", unfit);
        }
        Optional<String> field = selected.setup().orderedBy();
        Optional<String> chain = field.flatMap(name -> DocumentChain.nameOf(name, context));
        if (field.isPresent() && chain.isEmpty()) {
            return unordered(selected, field.get());
        }
        SubmissionId id = new SubmissionId(identifiers.next());
        StoredFile input = new StoredFile(
                FileNames.input(id, now, draft.content().mediaType(), digest),
                draft.content().mediaType(),
                size,
                digest);
        storage(caller, environment).store(input.name(), draft.content());
        Submission submission = Submission.scheduled(
                caller.tenant(),
                id,
                new Submission.Order(
                        environment.environment(),
                        selected.version().feature(),
                        selected.version().number(),
                        selected.setup().name(),
                        draft.kind(),
                        draft.parent(),
                        draft.document(),
                        input,
                        context,
                        draft.variables(),
                        caller.principal(),
                        now,
                        chain));
        return store(submission, digest);
    }

    private static SubmitResult unordered(FeatureSelection.Selected selected, String field) {
        return new SubmitResult.Rejected(
                SubmitResult.Reason.INVALID,
                "the place of the document is not known",
                List.of(Finding.error(
                        "context." + field,
                        "setup \"" + selected.setup().name()
                                + "\" keeps documents in order by this field, which is missing or too long",
                        "send a value of at most " + DocumentChain.MAX_VALUE + " characters")));
    }

    private SubmitResult store(Submission submission, String digest) {
        switch (ports.submissions().create(submission)) {
            case CREATED -> {
                ports.queue()
                        .remind(
                                submission.tenant(),
                                submission.id(),
                                submission.order().submittedAt());
                return new SubmitResult.Scheduled(
                        submission.order().chain().isEmpty() ? submission : stored(submission));
            }
            case DOCUMENT_KEY_USED -> {
                return alreadySubmitted(
                        sameDocument(submission, each -> each.order().kind() == SubmissionKind.ORIGINAL), digest);
            }
            case ACCEPTED -> {
                return acceptedAlready(submission.order().document());
            }
            case ENVIRONMENT_DELETED -> {
                return SubmitResult.Rejected.because(
                        SubmitResult.Reason.UNKNOWN_ENVIRONMENT,
                        "the environment was deleted meanwhile: submit through another");
            }
            case IN_PROCESS -> {
                return new SubmitResult.InProcess(
                        sameDocument(submission, each -> each.status().isActive()));
            }
        }
        throw new AssertionError("unreachable: every creation is answered above");
    }

    /** Returns the submission as it stands in its chain: one that has others before it is not due. */
    private Submission stored(Submission submission) {
        return ports.submissions().find(submission.tenant(), submission.id()).orElse(submission);
    }

    /** Returns the submission that stands in the way; one that ended meanwhile is as good an answer. */
    private Submission sameDocument(Submission submission, Predicate<Submission> preferred) {
        List<Submission> all = ports.submissions()
                .ofDocument(
                        submission.tenant(),
                        submission.order().environment(),
                        submission.order().document());
        return all.stream().filter(preferred).findFirst().orElseGet(() -> all.get(all.size() - 1));
    }

    private static SubmitResult alreadySubmitted(Submission existing, String digest) {
        return existing.order().input().sha256().equals(digest)
                ? new SubmitResult.AlreadySubmitted(existing)
                : new SubmitResult.DocumentKeyUsed(existing);
    }

    private List<FeatureVersion> serving(PublishedEnvironment environment, Instant at) {
        return Deployment.serving(ports.features().deployments(environment.tenant(), environment.environment()), at)
                .stream()
                .map(deployment -> ports.features()
                        .findVersion(deployment.tenant(), deployment.feature(), deployment.version())
                        .orElseThrow(() -> new IllegalStateException("deployment " + deployment.id() + " names version "
                                + deployment.version() + ", which is not stored")))
                .toList();
    }

    private static List<Finding> unfitVariables(FeatureSelection.Selected selected, Map<String, String> sent) {
        List<Finding> findings = new ArrayList<>();
        for (Variable variable : selected.setup().variables()) {
            if (variable.kind() != Variable.Kind.FROM_CLIENT) {
                continue;
            }
            String field = "variables." + variable.name();
            String value = sent.get(variable.name());
            if (value == null) {
                if (variable.value().isEmpty()) {
                    findings.add(Finding.error(
                            field,
                            "the variable is missing",
                            "send it: setup \"" + selected.setup().name() + "\" needs it"));
                }
                continue;
            }
            try {
                variable.dataType().check(field, value);
            } catch (IllegalArgumentException e) {
                findings.add(Finding.error(
                        field, String.valueOf(e.getMessage()), "send a value of type " + variable.dataType()));
            }
        }
        for (String name : sent.keySet()) {
            boolean known = selected.setup()
                    .variable(name)
                    .filter(variable -> variable.kind() == Variable.Kind.FROM_CLIENT)
                    .isPresent();
            if (!known) {
                findings.add(Finding.error(
                        "variables." + name,
                        "setup \"" + selected.setup().name() + "\" takes no variable of this name from the client",
                        "leave it out, or correct the name"));
            }
        }
        return findings;
    }

    private EnvironmentStorage storage(Caller caller, PublishedEnvironment environment) {
        return EnvironmentStorage.open(environment, VaultUse.by(caller), ports.vaults(), ports.documents());
    }

    private static SubmitResult acceptedAlready(BusinessDocumentKey document) {
        return SubmitResult.Rejected.because(
                SubmitResult.Reason.CONFLICT,
                "the authority accepted document " + document + ": send a related submission to correct or cancel it");
    }
}
