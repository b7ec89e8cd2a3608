package io.einvoicing.feature.port;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.TenantId;

/** Knows the number sequences from which a feature's actions can draw. Thread-safe. */
@FunctionalInterface
public interface NumberSequenceNames {
    /**
     * Tells whether the environment has a sequence of the name for the feature or for all features, in use or not.
     *
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer
     */
    boolean exists(TenantId tenant, EnvironmentId environment, FeatureId feature, String name);
}
