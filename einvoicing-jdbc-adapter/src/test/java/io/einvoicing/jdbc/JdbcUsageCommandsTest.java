package io.einvoicing.jdbc;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.testkit.contract.UsageCommandsContract;
import io.einvoicing.usage.port.UsageCommands;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcUsageCommandsTest extends UsageCommandsContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected UsageCommands createCommands() {
        return STORES.store().commands();
    }

    @Override
    protected UsageCommands createUnreachableCommands() {
        return STORES.unreachable().commands();
    }

    @Override
    protected TenantRepository createTenants() {
        return STORES.store().tenants();
    }
}
