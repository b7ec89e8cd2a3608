package io.einvoicing.testkit.memory;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.testkit.contract.UsageCommandsContract;
import io.einvoicing.usage.port.UsageCommands;

class InMemoryUsageCommandsTest extends UsageCommandsContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected UsageCommands createCommands() {
        return store.commands();
    }

    @Override
    protected UsageCommands createUnreachableCommands() {
        return InMemoryStore.unreachable().commands();
    }

    @Override
    protected TenantRepository createTenants() {
        return store.tenants();
    }
}
