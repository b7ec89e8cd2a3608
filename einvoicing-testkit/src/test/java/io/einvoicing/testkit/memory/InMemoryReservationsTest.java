package io.einvoicing.testkit.memory;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.testkit.contract.ReservationsContract;
import io.einvoicing.usage.port.Reservations;
import io.einvoicing.usage.port.UsageLedger;

class InMemoryReservationsTest extends ReservationsContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected Reservations createReservations() {
        return store.reservations();
    }

    @Override
    protected Reservations createUnreachableReservations() {
        return InMemoryStore.unreachable().reservations();
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
