package io.einvoicing.feature;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.feature.port.NumberSequenceNames;
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

/**
 * Makes feature versions available to service environments. Thread-safe. Every operation needs the role {@link Role#CONFIGURE} and
 * sees the caller's tenant only; deploying and canceling also need the environment's deploy permission, which its creator has.
 */
public final class FeatureDeployments {
    private final Ports ports;
    private final FeatureAccess access;
    private final ActionCatalog catalog;
    private final Identifiers identifiers;
    private final InstantSource clock;

    /**
     * What the use cases need from outside.
     *
     * @param sequences the number sequences of environments
     * @param parameters tells whether the tenant's service parameters are set
     */
    public record Ports(
            FeatureRepository features,
            EnvironmentRepository environments,
            NumberSequenceNames sequences,
            ServiceParametersRepository parameters) {}

    public FeatureDeployments(
            Ports ports,
            ConfigurationProviders providers,
            ActionCatalog catalog,
            Identifiers identifiers,
            InstantSource clock) {
        this.ports = ports;
        this.access = new FeatureAccess(ports.features(), providers, clock);
        this.catalog = catalog;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Deploys a completed version to a published environment; the first deployment makes it PUBLISHED. Refused as INVALID with a
     * finding for each secret and certificate that the version names and the published environment does not declare, and for each
     * number sequence that it does not have; as SERVICE_PARAMETERS_MISSING until the tenant has set them.
     *
     * @param from instant from which it serves; the version's own effective-from counts if it is later
     */
    public Result<Deployment> deploy(
            Caller caller, FeatureId feature, int number, EnvironmentId environment, Instant from) {
        return access.onVersion(
                caller,
                feature,
                number,
                version -> deployable(
                        caller, environment, published -> deploy(caller, version, published, environment, from)));
    }

    private Result<Deployment> deploy(
            Caller caller,
            FeatureVersion version,
            PublishedEnvironment target,
            EnvironmentId environment,
            Instant from) {
        if (version.status() == FeatureVersion.Status.DRAFT) {
            return Result.refused(Refusal.conflict(version + " is a draft: complete it before it is deployed"));
        }
        Optional<Refusal> unset = ports.parameters().find(caller.tenant()).missing();
        if (unset.isPresent()) {
            return Result.refused(unset.get());
        }
        List<Finding> undeclared = new DeployCheck(
                        catalog,
                        target.settings(),
                        name -> ports.sequences().exists(caller.tenant(), environment, version.feature(), name))
                .findings(version.content());
        if (!undeclared.isEmpty()) {
            return Result.refused(Refusal.invalid(
                    version + " cannot be deployed to environment \"" + target.name() + "\"", undeclared));
        }
        catalog.prepare(version.content());
        Deployment deployment = new Deployment(
                caller.tenant(),
                identifiers.next(),
                environment,
                version.feature(),
                version.number(),
                from.isAfter(version.effectiveFrom()) ? from : version.effectiveFrom(),
                clock.instant(),
                caller.principal(),
                Optional.empty());
        FeatureVersion published = version.publish();
        return ports.features()
                .deploy(deployment, published, access.stamp(caller, "feature.deploy"))
                .toResult(deployment, version.toString(), published.revision());
    }

    /** Cancels a deployment: the deployment before it serves again. Nothing is removed from a connected application. */
    public Result<Deployment> cancel(Caller caller, EnvironmentId environment, UUID deployment) {
        return access.permitted(
                caller,
                () -> deployable(
                        caller,
                        environment,
                        published -> ports.features().deployments(caller.tenant(), environment).stream()
                                .filter(each -> each.id().equals(deployment))
                                .findFirst()
                                .map(each -> cancel(caller, each))
                                .orElseGet(() -> Result.refused(Refusal.notFound("deployment " + deployment)))));
    }

    private Result<Deployment> cancel(Caller caller, Deployment deployment) {
        if (deployment.canceledAt().isPresent()) {
            return Result.accepted(deployment);
        }
        Deployment canceled = deployment.cancel(clock.instant());
        ports.features().cancel(canceled, access.stamp(caller, "feature.cancelDeployment"));
        return Result.accepted(canceled);
    }

    /** Returns all deployments to an environment, canceled ones included. */
    public Result<List<Deployment>> of(Caller caller, EnvironmentId environment) {
        return onEnvironment(
                caller,
                environment,
                found -> Result.accepted(ports.features().deployments(caller.tenant(), environment)));
    }

    /** Returns all deployments of a feature, canceled ones included. */
    public Result<List<Deployment>> of(Caller caller, FeatureId feature) {
        return access.onFeature(
                caller, feature, found -> Result.accepted(ports.features().deployments(caller.tenant(), feature)));
    }

    /** Returns the deployment of each feature that serves in an environment at an instant, past or future, as things stand now. */
    public Result<List<Deployment>> serving(Caller caller, EnvironmentId environment, Instant at) {
        return of(caller, environment).fold(all -> Result.accepted(Deployment.serving(all, at)), Result::refused);
    }

    private <T> Result<T> deployable(
            Caller caller, EnvironmentId id, Function<PublishedEnvironment, Result<T>> operation) {
        return onEnvironment(caller, id, environment -> {
            if (environment.published().isEmpty()) {
                return Result.refused(Refusal.conflict("environment \"" + environment.name()
                        + "\" is not published: publish it before a feature is deployed to it"));
            }
            PublishedEnvironment published = environment.published().get();
            return environment.creator().equals(caller.principal())
                            || published.settings().mayDeploy(caller)
                    ? operation.apply(published)
                    : Result.refused(Refusal.forbidden("environment \"" + environment.name() + "\" does not list "
                            + caller.displayName()
                            + " with the permission to deploy: add it to the users and publish"));
        });
    }

    private <T> Result<T> onEnvironment(
            Caller caller, EnvironmentId id, Function<ServiceEnvironment, Result<T>> operation) {
        return access.permitted(
                caller,
                () -> ports.environments()
                        .find(caller.tenant(), id)
                        .map(operation)
                        .orElseGet(() -> Result.refused(Refusal.notFound("environment " + id))));
    }
}
