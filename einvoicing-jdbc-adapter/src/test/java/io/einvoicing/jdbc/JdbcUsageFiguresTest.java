package io.einvoicing.jdbc;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.testkit.contract.UsageFiguresContract;
import io.einvoicing.usage.port.UsageFigures;
import io.einvoicing.usage.port.UsageLedger;
import io.einvoicing.usage.port.UsageRollUp;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcUsageFiguresTest extends UsageFiguresContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    @Override
    protected UsageFigures createFigures() {
        return STORES.store().figures();
    }

    @Override
    protected UsageFigures createUnreachableFigures() {
        return STORES.unreachable().figures();
    }

    @Override
    protected UsageRollUp createRollUp() {
        return STORES.store().rollUp();
    }

    @Override
    protected UsageRollUp createUnreachableRollUp() {
        return STORES.unreachable().rollUp();
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
