package io.einvoicing.jdbc;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.testkit.contract.UsageNamesContract;
import io.einvoicing.usage.port.UsageNames;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcUsageNamesTest extends UsageNamesContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected UsageNames createNames() {
        return STORES.store().names();
    }

    @Override
    protected UsageNames createUnreachableNames() {
        return STORES.unreachable().names();
    }

    @Override
    protected TenantRepository createTenants() {
        return STORES.store().tenants();
    }

    @Override
    protected EnvironmentRepository createEnvironments() {
        return STORES.store().environments();
    }

    @Override
    protected FeatureRepository createFeatures() {
        return STORES.store().features();
    }
}
