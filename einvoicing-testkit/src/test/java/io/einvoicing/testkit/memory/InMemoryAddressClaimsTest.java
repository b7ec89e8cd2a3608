package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.testkit.contract.AddressClaimsContract;
import io.einvoicing.vault.port.AddressClaims;

class InMemoryAddressClaimsTest extends AddressClaimsContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected AddressClaims createClaims() {
        return store.addressClaims();
    }

    @Override
    protected AddressClaims createUnreachableClaims() {
        return InMemoryStore.unreachable().addressClaims();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
