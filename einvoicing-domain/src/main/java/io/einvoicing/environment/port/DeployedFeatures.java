package io.einvoicing.environment.port;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ObjectUse;
import io.einvoicing.kernel.TenantId;
import java.util.List;

/**
 * Knows what the features that are deployed to an environment need from it. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
@FunctionalInterface
public interface DeployedFeatures {
    /**
     * Returns every secret, certificate and chain that a standing deployment names, also one that starts later or that serves again
     * when another is canceled. What only the sender of a document knows is not among them.
     */
    List<ObjectUse> uses(TenantId tenant, EnvironmentId environment);
}
