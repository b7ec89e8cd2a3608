package io.einvoicing.testkit.memory;

import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.testkit.contract.IdentifiersContract;
import io.einvoicing.testkit.data.SequentialIdentifiers;

class SequentialIdentifiersTest extends IdentifiersContract {
    @Override
    protected Identifiers createIdentifiers() {
        return new SequentialIdentifiers();
    }
}
