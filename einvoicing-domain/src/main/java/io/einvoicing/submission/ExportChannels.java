package io.einvoicing.submission;

import com.google.common.hash.Hashing;
import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.TenantGate;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.StoredFile;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.port.PublishedEnvironments;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.submission.port.FlowQueue;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends the documents that export channels have gathered. Thread-safe. Every operation needs the role {@link Role#SUBMIT} and sees
 * the caller's tenant only.
 *
 * <p>A run is a submission of kind {@link SubmissionKind#CHANNEL_RUN}: the engine runs the setup's channel actions for it, once for
 * all its documents. They wait until it ends. If it completes, they take its verdict, complete and are counted; if nothing of it was
 * processed, they wait for another run; else they stay with it until a person has found out: the run is driven on or its outcome
 * entered, or single documents are given up.
 */
public final class ExportChannels {
    /** Most documents of one run. */
    public static final int MOST = 1_000;

    /** Of callers that start runs at one instant, each turn serves at least one. */
    private static final int TRIES = 200;

    private static final String NOBODY = "-";

    private final Ports ports;
    private final ActionCatalog catalog;
    private final Identifiers identifiers;
    private final InstantSource clock;

    /** What export channels need from outside. */
    public record Ports(
            TenantGate gate,
            PublishedEnvironments environments,
            FeatureRepository features,
            SubmissionRepository submissions,
            DocumentStore documents,
            Vaults vaults,
            FlowQueue queue) {}

    public ExportChannels(Ports ports, ActionCatalog catalog, Identifiers identifiers, InstantSource clock) {
        this.ports = ports;
        this.catalog = catalog;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Asks for a run of an export channel.
     *
     * @param environment name of the environment
     * @param feature the feature
     * @param setup name of the setup
     * @param most send at most so many documents, 1 to {@value ExportChannels#MOST}
     */
    public record RunCommand(String environment, FeatureId feature, String setup, int most) {
        public RunCommand {
            Require.name("environment", environment);
            Require.name("setup", setup);
            if (most < 1 || most > MOST) {
                throw new IllegalArgumentException("most must be 1 to " + MOST + ", was " + most);
            }
        }
    }

    /**
     * Starts a run with the documents that wait longest. Each document is in one run: whoever repeats a call whose answer was lost
     * starts a run with those that are left.
     *
     * @return the run; empty if no document waits, and then nothing was stored
     * @throws io.einvoicing.kernel.EinvoicingException if storage, vault or store gave no answer; repeat the same call
     */
    public Result<Optional<Submission>> start(Caller caller, RunCommand command) {
        return environment(caller, command.environment())
                .fold(environment -> start(caller, environment, command), Result::refused);
    }

    private Result<Optional<Submission>> start(Caller caller, PublishedEnvironment environment, RunCommand command) {
        ExportChannel.Key channel =
                new ExportChannel.Key(environment.environment(), command.feature(), command.setup());
        EnvironmentStorage storage = null;
        SubmissionId id = new SubmissionId(identifiers.next());
        for (int i = 0; i < TRIES; i++) {
            List<Submission> waiting = ports.submissions().waitingForChannel(caller.tenant(), channel, command.most());
            if (waiting.isEmpty()) {
                return isDeployed(caller, channel)
                        ? Result.accepted(Optional.empty())
                        : Result.refused(unknown(command));
            }
            if (storage == null) {
                storage = EnvironmentStorage.open(environment, VaultUse.by(caller), ports.vaults(), ports.documents());
            }
            Submission run = run(caller, id, waiting, storage);
            switch (ports.submissions()
                    .startRun(run, waiting.stream().map(Submission::id).toList())) {
                case STARTED -> {
                    ports.queue().remind(run.tenant(), id, run.order().submittedAt());
                    return Result.accepted(Optional.of(run));
                }
                case ENVIRONMENT_DELETED -> {
                    return Result.refused(Refusal.notFound("environment \"" + command.environment() + "\""));
                }
                case MEMBERS_CHANGED -> {
                    // Another run was faster: what is left is asked for again.
                }
            }
        }
        return Result.refused(Refusal.conflict("too many runs of the channel are started at once: try again"));
    }

    /** Stores the list of the run's documents, and returns the run. */
    private Submission run(Caller caller, SubmissionId id, List<Submission> waiting, EnvironmentStorage storage) {
        Submission.Order first = waiting.get(0).order();
        FeatureSetup setup = ports.features()
                .findVersion(caller.tenant(), first.feature(), first.version())
                .flatMap(version -> version.content().setup(first.setup()))
                .orElseThrow(() -> new IllegalStateException("setup \"" + first.setup() + "\" of version "
                        + first.version() + " of feature " + first.feature() + " is not stored"));
        DocumentContent manifest = new ChannelManifest(waiting.stream()
                        .map(document -> member(document, setup))
                        .toList())
                .content();
        Instant now = clock.instant();
        String digest = Hashing.sha256().hashBytes(manifest.bytes()).toString();
        StoredFile input = new StoredFile(
                FileNames.input(id, now, manifest.mediaType(), digest),
                manifest.mediaType(),
                manifest.bytes().length,
                digest);
        storage.store(input.name(), manifest);
        return Submission.scheduled(
                caller.tenant(),
                id,
                new Submission.Order(
                        first.environment(),
                        first.feature(),
                        first.version(),
                        first.setup(),
                        SubmissionKind.CHANNEL_RUN,
                        Optional.empty(),
                        new BusinessDocumentKey(NOBODY, NOBODY, "Channel run", id.toString()),
                        input,
                        Map.of(),
                        Map.of(),
                        caller.principal(),
                        now,
                        Optional.empty()));
    }

    private ChannelManifest.Member member(Submission document, FeatureSetup setup) {
        StoredFile file = ResultFile.of(document.flow(), setup, catalog)
                .orElseThrow(() -> new IllegalStateException("submission " + document.id() + " left no file to send"));
        return new ChannelManifest.Member(document.id(), ResultFile.entryName(document, file), file);
    }

    /** Returns the export channels in which documents wait or that had a run. */
    public Result<List<ExportChannel>> list(Caller caller) {
        return caller.lacks(Role.SUBMIT)
                .<Result<List<ExportChannel>>>map(Result::refused)
                .orElseGet(() -> Result.accepted(ports.submissions().channels(caller.tenant())));
    }

    private Result<PublishedEnvironment> environment(Caller caller, String name) {
        Optional<Refusal> lack = caller.lacks(Role.SUBMIT);
        if (lack.isPresent()) {
            return Result.refused(lack.get());
        }
        return ports.gate()
                .tenant(caller)
                .fold(
                        tenant -> {
                            if (!tenant.allows(caller.clientApplication())) {
                                return Result.refused(Refusal.forbidden("application " + caller.clientApplication()
                                        + " is not in the register of activated applications: activate its deployment"
                                        + " project"));
                            }
                            return ports.environments()
                                    .latest(caller.tenant(), name)
                                    .map(found -> listing(caller, found))
                                    .orElseGet(() ->
                                            Result.refused(Refusal.notFound("published environment \"" + name + "\"")));
                        },
                        Result::refused);
    }

    private static Result<PublishedEnvironment> listing(Caller caller, PublishedEnvironment environment) {
        return environment.settings().maySubmit(caller)
                ? Result.accepted(environment)
                : Result.refused(Refusal.forbidden("environment \"" + environment.name() + "\" does not list "
                        + caller.displayName() + " (" + caller.principal()
                        + ") with the permission to submit: add it and publish the environment"));
    }

    /** Tells whether documents can come to the channel, or could. */
    private boolean isDeployed(Caller caller, ExportChannel.Key channel) {
        EnvironmentId environment = channel.environment();
        return ports.features().deployments(caller.tenant(), environment).stream()
                .filter(deployment -> deployment.feature().equals(channel.feature()))
                .flatMap(
                        deployment -> ports
                                .features()
                                .findVersion(deployment.tenant(), deployment.feature(), deployment.version())
                                .stream())
                .flatMap(version -> version.content().setup(channel.setup()).stream())
                .anyMatch(FeatureSetup::exportsThroughChannel);
    }

    private static Refusal unknown(RunCommand command) {
        String message = "feature " + command.feature() + " has no export channel \"" + command.setup()
                + "\" in environment \"" + command.environment() + "\"";
        String remedy = "name a setup of type EXPORT_CHANNEL_AND_PIPELINE of a deployed feature";
        return Refusal.invalid(message + ": " + remedy, List.of(Finding.error("setup", message, remedy)));
    }
}
