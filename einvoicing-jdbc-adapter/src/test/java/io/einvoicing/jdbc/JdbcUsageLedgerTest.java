package io.einvoicing.jdbc;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.testkit.contract.UsageLedgerContract;
import io.einvoicing.usage.port.Reservations;
import io.einvoicing.usage.port.UsageLedger;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcUsageLedgerTest extends UsageLedgerContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected UsageLedger createLedger() {
        return STORES.store().ledger();
    }

    @Override
    protected UsageLedger createUnreachableLedger() {
        return STORES.unreachable().ledger();
    }

    @Override
    protected Reservations createReservations() {
        return STORES.store().reservations();
    }

    @Override
    protected TenantRepository createTenants() {
        return STORES.store().tenants();
    }
}
