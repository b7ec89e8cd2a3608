package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.testkit.contract.EnvironmentRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcEnvironmentRepositoryTest extends EnvironmentRepositoryContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected EnvironmentRepository createEnvironments() {
        return STORES.store().environments();
    }

    @Override
    protected EnvironmentRepository createUnreachableEnvironments() {
        return STORES.unreachable().environments();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
