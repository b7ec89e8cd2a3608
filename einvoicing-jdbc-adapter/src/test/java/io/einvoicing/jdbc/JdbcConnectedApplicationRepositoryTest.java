package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.connectedapp.port.ConnectedApplicationRepository;
import io.einvoicing.testkit.contract.ConnectedApplicationRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcConnectedApplicationRepositoryTest extends ConnectedApplicationRepositoryContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected ConnectedApplicationRepository createApplications() {
        return STORES.store().connectedApplications();
    }

    @Override
    protected ConnectedApplicationRepository createUnreachableApplications() {
        return STORES.unreachable().connectedApplications();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
