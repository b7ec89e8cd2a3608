package io.einvoicing.jdbc;

import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.testkit.contract.ServiceParametersRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcServiceParametersRepositoryTest extends ServiceParametersRepositoryContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected ServiceParametersRepository createParameters() {
        return STORES.store().serviceParameters();
    }

    @Override
    protected ServiceParametersRepository createUnreachableParameters() {
        return STORES.unreachable().serviceParameters();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
