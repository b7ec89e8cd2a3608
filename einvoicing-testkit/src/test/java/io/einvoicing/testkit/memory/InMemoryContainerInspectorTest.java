package io.einvoicing.testkit.memory;

import io.einvoicing.document.Container;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.testkit.contract.ContainerInspectorContract;
import io.einvoicing.vault.SecretValue;

class InMemoryContainerInspectorTest extends ContainerInspectorContract {
    private final InMemoryDocumentStore store = new InMemoryDocumentStore();

    @Override
    protected ContainerInspector inspector() {
        return store;
    }

    @Override
    protected DocumentStore store() {
        return store;
    }

    @Override
    protected Container emptyContainer() {
        return new Container(new SecretValue("https://store.example/one?sig=first-token"));
    }

    @Override
    protected Container refusingContainer() {
        Container expired = new Container(new SecretValue("https://store.example/old?sig=expired-token"));
        store.expire(expired);
        return expired;
    }

    @Override
    protected Container unreachableContainer() {
        store.goDown();
        return emptyContainer();
    }
}
