package io.einvoicing.testkit.memory;

import io.einvoicing.document.Container;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.testkit.contract.DocumentStoreContract;
import io.einvoicing.vault.SecretValue;

class InMemoryDocumentStoreTest extends DocumentStoreContract {
    private final InMemoryDocumentStore store = new InMemoryDocumentStore();

    @Override
    protected DocumentStore store() {
        return store;
    }

    @Override
    protected Container container() {
        return new Container(new SecretValue("https://store.example/one?sig=first-token"));
    }

    @Override
    protected Container otherContainer() {
        return new Container(new SecretValue("https://store.example/two?sig=second-token"));
    }

    @Override
    protected Container inaccessibleContainer() {
        Container expired = new Container(new SecretValue("https://store.example/old?sig=expired-token"));
        store.expire(expired);
        return expired;
    }

    @Override
    protected Container unreachableContainer() {
        store.goDown();
        return container();
    }
}
