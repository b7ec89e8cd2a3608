package io.einvoicing.usage.port;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.TenantId;
import java.util.Map;

/**
 * Names of environments and features, deleted ones included. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface UsageNames {
    Map<EnvironmentId, String> environments(TenantId tenant);

    Map<FeatureId, String> features(TenantId tenant);
}
