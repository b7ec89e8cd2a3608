package io.einvoicing.jdbc;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.testkit.contract.TenantRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcTenantRepositoryTest extends TenantRepositoryContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected TenantRepository createTenants() {
        return STORES.store().tenants();
    }

    @Override
    protected TenantRepository createUnreachableTenants() {
        return STORES.unreachable().tenants();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
