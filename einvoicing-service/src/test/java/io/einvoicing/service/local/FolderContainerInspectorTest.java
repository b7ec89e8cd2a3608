package io.einvoicing.service.local;

import io.einvoicing.document.Container;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.testkit.contract.ContainerInspectorContract;
import io.einvoicing.vault.SecretValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class FolderContainerInspectorTest extends ContainerInspectorContract {
    @TempDir
    private Path temp;

    private Path root;
    private FolderDocumentStore store;

    @BeforeEach
    void createFolders() throws IOException {
        root = Files.createDirectory(temp.resolve("data"));
        store = new FolderDocumentStore(root);
    }

    @Override
    protected ContainerInspector inspector() {
        return store;
    }

    @Override
    protected DocumentStore store() {
        return store;
    }

    @Override
    protected Container emptyContainer() throws IOException {
        return container(Files.createDirectory(root.resolve("documents")));
    }

    @Override
    protected Container refusingContainer() {
        return container(temp);
    }

    @Override
    protected Container unreachableContainer() {
        return container(root.resolve("unmounted"));
    }

    private static Container container(Path folder) {
        return new Container(new SecretValue(folder.toUri().toString()));
    }
}
