package io.einvoicing.environment.port;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.kernel.TenantId;
import java.util.Optional;

/**
 * Finds what the run side sees of environments: the latest snapshots. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface PublishedEnvironments {
    /** Returns the latest snapshot of the environment of that name; names compare exactly. */
    Optional<PublishedEnvironment> latest(TenantId tenant, String name);

    /** Returns the latest snapshot of the environment. */
    Optional<PublishedEnvironment> latest(TenantId tenant, EnvironmentId id);

    /** Tells whether an environment of that name exists, published or not. */
    boolean exists(TenantId tenant, String name);
}
