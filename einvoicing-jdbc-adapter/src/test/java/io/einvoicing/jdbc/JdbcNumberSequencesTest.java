package io.einvoicing.jdbc;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.numbersequence.port.NumberDraws;
import io.einvoicing.numbersequence.port.NumberSequenceRepository;
import io.einvoicing.testkit.contract.NumberSequencesContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcNumberSequencesTest extends NumberSequencesContract {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.shared();

    @Override
    protected NumberSequenceRepository createSequences() {
        return STORES.store().numberSequences();
    }

    @Override
    protected NumberDraws createDraws() {
        return STORES.store().numberDraws();
    }

    @Override
    protected NumberSequenceRepository createUnreachableSequences() {
        return STORES.unreachable().numberSequences();
    }

    @Override
    protected NumberDraws createUnreachableDraws() {
        return STORES.unreachable().numberDraws();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return STORES.store().auditTrail();
    }
}
