package io.einvoicing.testkit.memory;

import io.einvoicing.connectedapp.ErpException.Problem;
import io.einvoicing.connectedapp.port.ErpGateway;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.testkit.contract.ErpGatewayContract;
import java.net.URI;

class InMemoryErpTest extends ErpGatewayContract {
    private final InMemoryErp erp = new InMemoryErp();

    @Override
    protected ErpGateway createGateway() {
        return erp;
    }

    @Override
    protected ErpGateway.Connection connection() {
        return InMemoryErp.connection();
    }

    @Override
    protected URI forbiddenUrl() {
        return URI.create("https://10.0.0.1/");
    }

    @Override
    protected void putInErp(ApplicationSetup setup) {
        erp.put(setup);
    }

    @Override
    protected void makeErpFail(Problem problem) {
        erp.failWith(problem);
    }
}
