package io.einvoicing.feature;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Creates, edits, completes and deploys features. Thread-safe. Every operation needs the role {@link Role#CONFIGURE} and sees the
 * caller's tenant only; what belongs to another is NOT_FOUND.
 */
public final class FeatureAdministration {
    private final FeatureRepository features;
    private final EnvironmentRepository environments;
    private final ActionCatalog catalog;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public FeatureAdministration(
            FeatureRepository features,
            EnvironmentRepository environments,
            ActionCatalog catalog,
            Identifiers identifiers,
            InstantSource clock) {
        this.features = features;
        this.environments = environments;
        this.catalog = catalog;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /** Creates a feature; its version 1 is an empty draft. A name that the tenant has already is refused as DUPLICATE. */
    public Result<FeatureVersion> create(Caller caller, String name) {
        return permitted(caller, () -> {
            Instant now = clock.instant();
            Feature feature = new Feature(caller.tenant(), new FeatureId(identifiers.next()), name, 1);
            FeatureVersion first = FeatureVersion.first(feature, FeatureContent.EMPTY, now);
            return features.create(feature, first, AuditStamp.of(caller, now, "feature.create"))
                    .toResult(first, "feature \"" + name + "\"", 1);
        });
    }

    /** Creates the draft that follows the latest version, with its content. */
    public Result<FeatureVersion> newVersion(Caller caller, FeatureId feature) {
        return versions(caller, feature)
                .fold(
                        versions ->
                                save(caller, versions.get(versions.size() - 1).next(), "feature.newVersion"),
                        Result::refused);
    }

    /**
     * Replaces a draft's content.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     * @param effectiveFrom instant from which the version may serve at the earliest
     */
    public Result<FeatureVersion> edit(
            Caller caller,
            FeatureId feature,
            int number,
            long revision,
            FeatureContent content,
            Instant effectiveFrom) {
        return changeDraft(
                caller,
                feature,
                number,
                revision,
                draft -> save(caller, draft.edit(content, effectiveFrom), "feature.edit"));
    }

    /** Returns everything that is wrong with a version, by setup, action and parameter. */
    public Result<List<Finding>> validate(Caller caller, FeatureId feature, int number) {
        return find(caller, feature, number)
                .fold(
                        version -> Result.accepted(FeatureValidation.findings(catalog, version.content())),
                        Result::refused);
    }

    /**
     * Freezes a draft. Refused as INVALID with every blocking finding while it has any.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<FeatureVersion> complete(Caller caller, FeatureId feature, int number, long revision) {
        return changeDraft(caller, feature, number, revision, draft -> {
            List<Finding> findings = FeatureValidation.findings(catalog, draft.content());
            return findings.stream().anyMatch(Finding::blocks)
                    ? Result.refused(Refusal.invalid(draft + " cannot be completed", findings))
                    : save(caller, draft.complete(), "feature.complete");
        });
    }

    /**
     * Deploys a completed version to a published environment; the first deployment makes it PUBLISHED.
     *
     * @param from instant from which it serves; the version's own effective-from counts if it is later
     */
    public Result<Deployment> deploy(
            Caller caller, FeatureId feature, int number, EnvironmentId environment, Instant from) {
        return find(caller, feature, number)
                .fold(version -> deploy(caller, version, environment, from), Result::refused);
    }

    private Result<Deployment> deploy(Caller caller, FeatureVersion version, EnvironmentId environment, Instant from) {
        Result<ServiceEnvironment> target = deployable(caller, environment);
        if (target instanceof Result.Refused<ServiceEnvironment> refused) {
            return Result.refused(refused.refusal());
        }
        if (version.status() == FeatureVersion.Status.DRAFT) {
            return Result.refused(Refusal.conflict(version + " is a draft: complete it before it is deployed"));
        }
        catalog.prepare(version.content());
        Instant now = clock.instant();
        Deployment deployment = new Deployment(
                caller.tenant(),
                identifiers.next(),
                environment,
                version.feature(),
                version.number(),
                from.isAfter(version.effectiveFrom()) ? from : version.effectiveFrom(),
                now,
                caller.principal(),
                Optional.empty());
        FeatureVersion published = version.publish();
        return features.deploy(deployment, published, AuditStamp.of(caller, now, "feature.deploy"))
                .toResult(deployment, version.toString(), published.revision());
    }

    /** Cancels a deployment: the deployment before it serves again. Nothing is removed from a connected application. */
    public Result<Deployment> cancelDeployment(Caller caller, EnvironmentId environment, UUID deployment) {
        return deployments(caller, environment)
                .fold(
                        all -> deployable(caller, environment)
                                .fold(
                                        permitted -> all.stream()
                                                .filter(each -> each.id().equals(deployment))
                                                .findFirst()
                                                .map(each -> cancel(caller, each))
                                                .orElseGet(() ->
                                                        Result.refused(Refusal.notFound("deployment " + deployment))),
                                        Result::refused),
                        Result::refused);
    }

    private Result<Deployment> cancel(Caller caller, Deployment deployment) {
        if (deployment.canceledAt().isPresent()) {
            return Result.accepted(deployment);
        }
        Instant now = clock.instant();
        Deployment canceled = deployment.cancel(now);
        features.cancel(canceled, AuditStamp.of(caller, now, "feature.cancelDeployment"));
        return Result.accepted(canceled);
    }

    /** Returns all deployments to an environment, canceled ones included. */
    public Result<List<Deployment>> deployments(Caller caller, EnvironmentId environment) {
        return permitted(
                caller,
                () -> environments.find(caller.tenant(), environment).isPresent()
                        ? Result.accepted(features.deployments(caller.tenant(), environment))
                        : Result.refused(Refusal.notFound("environment " + environment)));
    }

    /** Returns one version of a feature. */
    public Result<FeatureVersion> find(Caller caller, FeatureId feature, int number) {
        return permitted(
                caller,
                () -> features.findVersion(caller.tenant(), feature, number)
                        .map(Result::accepted)
                        .orElseGet(() ->
                                Result.refused(Refusal.notFound("version " + number + " of feature " + feature))));
    }

    /** Returns all versions of a feature, the oldest first; never empty. */
    public Result<List<FeatureVersion>> versions(Caller caller, FeatureId feature) {
        return permitted(caller, () -> {
            List<FeatureVersion> versions = features.versions(caller.tenant(), feature);
            return versions.isEmpty()
                    ? Result.refused(Refusal.notFound("feature " + feature))
                    : Result.accepted(versions);
        });
    }

    /** Returns all features of the tenant, by name. */
    public Result<List<Feature>> list(Caller caller) {
        return permitted(caller, () -> Result.accepted(features.list(caller.tenant())));
    }

    /** Returns the descriptions of all action types. */
    public List<ActionDescription> actionTypes() {
        return catalog.descriptions();
    }

    private Result<ServiceEnvironment> deployable(Caller caller, EnvironmentId id) {
        Optional<ServiceEnvironment> environment = environments.find(caller.tenant(), id);
        if (environment.isEmpty()) {
            return Result.refused(Refusal.notFound("environment " + id));
        }
        ServiceEnvironment found = environment.get();
        if (found.published().isEmpty()) {
            return Result.refused(Refusal.conflict("environment \"" + found.name()
                    + "\" is not published: publish it before a feature is deployed to it"));
        }
        boolean permitted = found.creator().equals(caller.principal())
                || found.published().get().settings().mayDeploy(caller);
        return permitted
                ? Result.accepted(found)
                : Result.refused(Refusal.forbidden("environment \"" + found.name() + "\" does not list "
                        + caller.displayName() + " with the permission to deploy: add it to the users and publish"));
    }

    private Result<FeatureVersion> changeDraft(
            Caller caller,
            FeatureId feature,
            int number,
            long revision,
            Function<FeatureVersion, Result<FeatureVersion>> change) {
        return find(caller, feature, number)
                .fold(
                        version -> {
                            if (version.status() != FeatureVersion.Status.DRAFT) {
                                return Result.refused(Refusal.conflict(version + " is " + version.status()
                                        + " and cannot be changed: create a new version"));
                            }
                            return version.revision() == revision
                                    ? change.apply(version)
                                    : Result.refused(Refusal.stale(version.toString(), revision, version.revision()));
                        },
                        Result::refused);
    }

    private Result<FeatureVersion> save(Caller caller, FeatureVersion version, String operation) {
        return features.save(version, AuditStamp.of(caller, clock.instant(), operation))
                .toResult(version, version.toString(), version.revision());
    }

    private static <T> Result<T> permitted(Caller caller, Supplier<Result<T>> operation) {
        return caller.lacks(Role.CONFIGURE).<Result<T>>map(Result::refused).orElseGet(operation);
    }
}
