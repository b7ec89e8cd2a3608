package io.einvoicing.jdbc;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.testkit.contract.ReservationsContract;
import io.einvoicing.usage.port.Reservations;
import io.einvoicing.usage.port.UsageLedger;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcReservationsTest extends ReservationsContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected Reservations createReservations() {
        return STORES.store().reservations();
    }

    @Override
    protected Reservations createUnreachableReservations() {
        return STORES.unreachable().reservations();
    }

    @Override
    protected UsageLedger createLedger() {
        return STORES.store().ledger();
    }

    @Override
    protected TenantRepository createTenants() {
        return STORES.store().tenants();
    }
}
