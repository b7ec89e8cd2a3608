package io.einvoicing.feature;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A feature version made available to one service environment.
 *
 * @param tenant owner
 * @param id the deployment
 * @param environment where
 * @param feature what
 * @param version which version
 * @param effectiveFrom instant from which the version serves: the later of the deployment's and the version's own
 * @param deployedAt instant of the command
 * @param deployedBy object id of who commanded it
 * @param canceledAt instant of cancellation; empty while it stands
 */
public record Deployment(
        TenantId tenant,
        UUID id,
        EnvironmentId environment,
        FeatureId feature,
        int version,
        Instant effectiveFrom,
        Instant deployedAt,
        PrincipalId deployedBy,
        Optional<Instant> canceledAt) {
    private static final Comparator<Deployment> LATER = Comparator.comparing(Deployment::effectiveFrom)
            .thenComparing(Deployment::version)
            .thenComparing(Deployment::id);

    /** Returns this deployment as canceled. */
    public Deployment cancel(Instant at) {
        return new Deployment(
                tenant, id, environment, feature, version, effectiveFrom, deployedAt, deployedBy, Optional.of(at));
    }

    /**
     * Returns the version of each feature that serves at the instant: of the deployments that have started and stand, the one
     * that started last; of several at one instant, the higher version.
     *
     * @param deployments all deployments of one environment
     */
    public static List<Deployment> serving(Collection<Deployment> deployments, Instant at) {
        Map<FeatureId, Deployment> latest = new HashMap<>();
        for (Deployment deployment : deployments) {
            boolean started = !deployment.effectiveFrom().isAfter(at);
            boolean stands = deployment.canceledAt().map(at::isBefore).orElse(true);
            if (started && stands) {
                latest.merge(deployment.feature(), deployment, (a, b) -> LATER.compare(a, b) >= 0 ? a : b);
            }
        }
        return latest.values().stream()
                .sorted(Comparator.comparing(deployment -> deployment.feature().value()))
                .toList();
    }
}
