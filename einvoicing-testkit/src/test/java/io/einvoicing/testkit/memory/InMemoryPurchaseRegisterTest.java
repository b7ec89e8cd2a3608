package io.einvoicing.testkit.memory;

import io.einvoicing.testkit.contract.PurchaseRegisterContract;
import io.einvoicing.usage.port.PurchaseRegister;

class InMemoryPurchaseRegisterTest extends PurchaseRegisterContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected PurchaseRegister createRegister() {
        return store.purchases();
    }

    @Override
    protected PurchaseRegister createUnreachableRegister() {
        return InMemoryStore.unreachable().purchases();
    }
}
