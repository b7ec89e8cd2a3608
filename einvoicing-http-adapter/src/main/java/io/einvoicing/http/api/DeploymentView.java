package io.einvoicing.http.api;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.FeatureId;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A feature version made available to an environment.
 *
 * @param id the deployment
 * @param environment where
 * @param feature what
 * @param version number of the version
 * @param effectiveFrom instant from which it serves
 * @param deployedAt instant of the command
 * @param deployedBy object id of who commanded it
 * @param canceledAt instant of cancellation; absent while it stands
 */
public record DeploymentView(
        UUID id,
        EnvironmentId environment,
        FeatureId feature,
        int version,
        Instant effectiveFrom,
        Instant deployedAt,
        PrincipalId deployedBy,
        Optional<Instant> canceledAt) {
    /** Shows a deployment. */
    public static DeploymentView of(Deployment deployment) {
        return new DeploymentView(
                deployment.id(),
                deployment.environment(),
                deployment.feature(),
                deployment.version(),
                deployment.effectiveFrom(),
                deployment.deployedAt(),
                deployment.deployedBy(),
                deployment.canceledAt());
    }
}
