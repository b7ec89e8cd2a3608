package io.einvoicing.testkit.memory;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.testkit.contract.UsageNamesContract;
import io.einvoicing.usage.port.UsageNames;

class InMemoryUsageNamesTest extends UsageNamesContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected UsageNames createNames() {
        return store.names();
    }

    @Override
    protected UsageNames createUnreachableNames() {
        return InMemoryStore.unreachable().names();
    }

    @Override
    protected TenantRepository createTenants() {
        return store.tenants();
    }

    @Override
    protected EnvironmentRepository createEnvironments() {
        return store.environments();
    }

    @Override
    protected FeatureRepository createFeatures() {
        return store.features();
    }
}
