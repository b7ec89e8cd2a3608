package io.einvoicing.testkit.memory;

import io.einvoicing.testkit.contract.VaultAccessLogContract;
import io.einvoicing.vault.port.VaultAccessLog;

class InMemoryVaultAccessLogTest extends VaultAccessLogContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected VaultAccessLog createLog() {
        return store.vaultAccesses();
    }

    @Override
    protected VaultAccessLog createUnreachableLog() {
        return InMemoryStore.unreachable().vaultAccesses();
    }
}
