package io.einvoicing.testkit.memory;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.testkit.contract.UsageFiguresContract;
import io.einvoicing.usage.port.UsageFigures;
import io.einvoicing.usage.port.UsageLedger;
import io.einvoicing.usage.port.UsageRollUp;

class InMemoryUsageFiguresTest extends UsageFiguresContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected UsageFigures createFigures() {
        return store.ledger();
    }

    @Override
    protected UsageFigures createUnreachableFigures() {
        return InMemoryStore.unreachable().ledger();
    }

    @Override
    protected UsageRollUp createRollUp() {
        return store.ledger();
    }

    @Override
    protected UsageRollUp createUnreachableRollUp() {
        return InMemoryStore.unreachable().ledger();
    }

    @Override
    protected UsageLedger createLedger() {
        return store.ledger();
    }

    @Override
    protected TenantRepository createTenants() {
        return store.tenants();
    }
}
