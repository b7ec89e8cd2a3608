package io.einvoicing.jdbc;

import io.einvoicing.testkit.contract.PurchaseRegisterContract;
import io.einvoicing.usage.port.PurchaseRegister;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcPurchaseRegisterTest extends PurchaseRegisterContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected PurchaseRegister createRegister() {
        return STORES.store().purchases();
    }

    @Override
    protected PurchaseRegister createUnreachableRegister() {
        return STORES.unreachable().purchases();
    }
}
