package io.einvoicing.testkit.memory;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.testkit.contract.UsageLedgerContract;
import io.einvoicing.usage.port.Reservations;
import io.einvoicing.usage.port.UsageLedger;

class InMemoryUsageLedgerTest extends UsageLedgerContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected UsageLedger createLedger() {
        return store.ledger();
    }

    @Override
    protected UsageLedger createUnreachableLedger() {
        return InMemoryStore.unreachable().ledger();
    }

    @Override
    protected Reservations createReservations() {
        return store.reservations();
    }

    @Override
    protected TenantRepository createTenants() {
        return store.tenants();
    }
}
