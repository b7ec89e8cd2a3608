package io.einvoicing.testkit.memory;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.port.UsageNames;
import java.util.Map;
import java.util.stream.Collectors;

/** Takes the names from the environments and features of the same store. */
public final class InMemoryUsageNames implements UsageNames {
    private final InMemoryEnvironmentRepository environments;
    private final FeatureRepository features;

    InMemoryUsageNames(InMemoryEnvironmentRepository environments, FeatureRepository features) {
        this.environments = environments;
        this.features = features;
    }

    @Override
    public Map<EnvironmentId, String> environments(TenantId tenant) {
        return environments.everNamed(tenant);
    }

    @Override
    public Map<FeatureId, String> features(TenantId tenant) {
        return features.list(tenant).stream().collect(Collectors.toMap(Feature::id, Feature::name));
    }
}
