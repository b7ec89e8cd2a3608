package io.einvoicing.jdbc;

import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.testkit.contract.AuditTrailContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcAuditTrailTest extends AuditTrailContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }

    @Override
    protected AuditTrail createUnreachableAuditTrail() {
        return STORES.unreachable().auditTrail();
    }

    @Override
    protected TenantRepository createTenants() {
        return STORES.store().tenants();
    }

    @Override
    protected EnvironmentRepository createEnvironments() {
        return STORES.store().environments();
    }
}
