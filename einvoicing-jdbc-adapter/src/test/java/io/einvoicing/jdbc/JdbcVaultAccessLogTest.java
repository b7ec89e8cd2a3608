package io.einvoicing.jdbc;

import io.einvoicing.testkit.contract.VaultAccessLogContract;
import io.einvoicing.vault.port.VaultAccessLog;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcVaultAccessLogTest extends VaultAccessLogContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected VaultAccessLog createLog() {
        return STORES.store().vaultAccesses();
    }

    @Override
    protected VaultAccessLog createUnreachableLog() {
        return STORES.unreachable().vaultAccesses();
    }
}
