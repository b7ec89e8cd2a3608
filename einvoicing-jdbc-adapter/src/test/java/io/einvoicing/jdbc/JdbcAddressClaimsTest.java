package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.testkit.contract.AddressClaimsContract;
import io.einvoicing.vault.port.AddressClaims;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcAddressClaimsTest extends AddressClaimsContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected AddressClaims createClaims() {
        return STORES.store().addressClaims();
    }

    @Override
    protected AddressClaims createUnreachableClaims() {
        return STORES.unreachable().addressClaims();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
