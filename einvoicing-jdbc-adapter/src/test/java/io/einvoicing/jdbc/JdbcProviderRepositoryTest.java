package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.feature.port.ProviderRepository;
import io.einvoicing.testkit.contract.ProviderRepositoryContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcProviderRepositoryTest extends ProviderRepositoryContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected ProviderRepository createProviders() {
        return STORES.store().providers();
    }

    @Override
    protected ProviderRepository createUnreachableProviders() {
        return STORES.unreachable().providers();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
