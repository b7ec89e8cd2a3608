package io.einvoicing.testkit.memory;

import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.numbersequence.port.NumberDraws;
import io.einvoicing.numbersequence.port.NumberSequenceRepository;
import io.einvoicing.testkit.contract.NumberSequencesContract;

class InMemoryNumberSequencesTest extends NumberSequencesContract {
    private final InMemoryStore store = new InMemoryStore();

    @Override
    protected NumberSequenceRepository createSequences() {
        return store.numberSequences();
    }

    @Override
    protected NumberDraws createDraws() {
        return store.numberDraws();
    }

    @Override
    protected NumberSequenceRepository createUnreachableSequences() {
        return InMemoryStore.unreachable().numberSequences();
    }

    @Override
    protected NumberDraws createUnreachableDraws() {
        return InMemoryStore.unreachable().numberDraws();
    }

    @Override
    protected AuditTrail createAuditTrail() {
        return store.auditTrail();
    }
}
