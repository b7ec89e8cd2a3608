package io.einvoicing.service;

import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.testkit.contract.IdentifiersContract;

class ServiceIdentifiersTest extends IdentifiersContract {
    @Override
    protected Identifiers createIdentifiers() {
        return ServiceAssembly.identifiers();
    }
}
