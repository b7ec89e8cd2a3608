package io.einvoicing.flow;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.port.PublishedEnvironments;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.flow.port.DestinationGuard;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowObserver;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.kernel.AgingCache;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.numbersequence.port.NumberDraws;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.port.FlowQueue;
import io.einvoicing.submission.port.SubmissionRepository;
import io.einvoicing.vault.Vaults;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Runs submissions through the actions of their feature setup. Thread-safe; any number of engines on any number of nodes may share
 * one store.
 *
 * <p>Repeatable actions simply run again after a crash. Around every outside effect there are two checkpoints, fenced by the claim's
 * attempt: a worker that lost its lease can neither send nor record. A submission that waits holds no thread.
 */
public final class FlowEngine {
    /** How soon a publication reaches the flows of other submissions. */
    private static final Duration ENVIRONMENT_AGE = Duration.ofSeconds(1);

    private final Ports ports;
    private final ActionTypes types;
    private final FlowPolicy policy;
    private final InstantSource clock;
    private final FlowObserver observer;
    private final Cache<VersionKey, FeatureVersion> versions =
            CacheBuilder.newBuilder().maximumSize(1_000).build();

    private final Cache<EnvironmentKey, PublishedEnvironment> environments;

    /** What the engine needs from outside. */
    public record Ports(
            FlowProgress progress,
            FlowCompletions completions,
            PublishedEnvironments environments,
            FeatureRepository features,
            DocumentStore documents,
            Vaults vaults,
            NumberDraws numbers,
            SubmissionRepository submissions,
            FlowQueue queue,
            DestinationGuard destinations) {
        /** Lets every call start at once. */
        public Ports(
                FlowProgress progress,
                FlowCompletions completions,
                PublishedEnvironments environments,
                FeatureRepository features,
                DocumentStore documents,
                Vaults vaults,
                NumberDraws numbers,
                SubmissionRepository submissions,
                FlowQueue queue) {
            this(
                    progress,
                    completions,
                    environments,
                    features,
                    documents,
                    vaults,
                    numbers,
                    submissions,
                    queue,
                    DestinationGuard.NONE);
        }
    }

    private record EnvironmentKey(TenantId tenant, EnvironmentId environment) {}

    private record VersionKey(TenantId tenant, FeatureId feature, int number) {}

    public FlowEngine(Ports ports, ActionTypes types, FlowPolicy policy, InstantSource clock) {
        this(ports, types, policy, clock, FlowObserver.NONE);
    }

    /** @param observer is told of all runs */
    public FlowEngine(Ports ports, ActionTypes types, FlowPolicy policy, InstantSource clock, FlowObserver observer) {
        this.ports = ports;
        this.types = types;
        this.policy = policy;
        this.clock = clock;
        this.observer = observer;
        this.environments = AgingCache.of(ENVIRONMENT_AGE, 1_000, clock);
    }

    /**
     * Claims the submission if it is due and runs its actions until it ends or has to wait; a wait with a due time is reminded of.
     *
     * @return how this run left the submission; empty if it was not due, another worker has it, or the lease was lost on the way
     * @throws io.einvoicing.kernel.StoreUnavailableException if the store gave no answer: the submission is due again when its lease
     *     ends
     */
    public Optional<SubmissionStatus> run(TenantId tenant, SubmissionId submission) {
        Instant now = clock.instant();
        return ports.progress()
                .claim(tenant, submission, now, now.plus(policy.lease()))
                .flatMap(this::run);
    }

    /**
     * Runs the actions of a submission that this worker claimed until it ends or has to wait.
     *
     * @return how this run left the submission; empty if the lease was lost on the way
     * @throws io.einvoicing.kernel.StoreUnavailableException if the store gave no answer: the submission is due again when its lease
     *     ends
     */
    public Optional<SubmissionStatus> run(Submission claimed) {
        return new FlowRun(this, claimed).run();
    }

    /** Returns the version that the submission pinned; immutable since it was completed, so kept. */
    FeatureVersion version(Submission submission) {
        VersionKey key = new VersionKey(
                submission.tenant(),
                submission.order().feature(),
                submission.order().version());
        FeatureVersion known = versions.getIfPresent(key);
        if (known == null) {
            known = ports.features()
                    .findVersion(key.tenant(), key.feature(), key.number())
                    .orElseThrow(() -> new IllegalStateException(
                            "version " + key.number() + " of feature " + key.feature() + " is not stored"));
            versions.put(key, known);
        }
        return known;
    }

    /** Returns the environment's latest snapshot, at most {@link #ENVIRONMENT_AGE} old. */
    Optional<PublishedEnvironment> environment(Submission submission) {
        EnvironmentKey key =
                new EnvironmentKey(submission.tenant(), submission.order().environment());
        PublishedEnvironment known = environments.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<PublishedEnvironment> latest = ports.environments().latest(key.tenant(), key.environment());
        latest.ifPresent(snapshot -> environments.put(key, snapshot));
        return latest;
    }

    Ports ports() {
        return ports;
    }

    ActionTypes types() {
        return types;
    }

    FlowPolicy policy() {
        return policy;
    }

    FlowObserver observer() {
        return observer;
    }

    InstantSource clock() {
        return clock;
    }
}
