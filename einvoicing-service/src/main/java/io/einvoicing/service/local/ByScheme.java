package io.einvoicing.service.local;

import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.port.SecretVault;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** Picks the adapter by an address's scheme: {@code file:} names local folders, anything else is Azure's. */
public final class ByScheme {
    private ByScheme() {}

    /**
     * Returns a vault that reads {@code file:} addresses from local folders.
     *
     * @param root the folder in which local vaults may lie
     * @param azure reads every other address
     */
    public static SecretVault vault(Path root, SecretVault azure) {
        SecretVault local = new FolderSecretVault(root);
        return new SecretVault() {
            @Override
            public SecretValue secret(URI vault, String name) {
                return pick(vault).secret(vault, name);
            }

            @Override
            public VaultCertificate certificate(URI vault, String name) {
                return pick(vault).certificate(vault, name);
            }

            @Override
            public List<VaultObjectState> objects(URI vault) {
                return pick(vault).objects(vault);
            }

            private SecretVault pick(URI vault) {
                return "file".equalsIgnoreCase(vault.getScheme()) ? local : azure;
            }
        };
    }

    /**
     * Returns a store that keeps containers with a {@code file:} address in local folders.
     *
     * @param root the folder in which local containers may lie
     * @param azure keeps every other container
     */
    public static DocumentStore documents(Path root, DocumentStore azure) {
        DocumentStore local = new FolderDocumentStore(root);
        return new DocumentStore() {
            @Override
            public void store(Container container, String name, DocumentContent content) {
                pick(container).store(container, name, content);
            }

            @Override
            public byte[] read(Container container, String name) {
                return pick(container).read(container, name);
            }

            private DocumentStore pick(Container container) {
                return isLocal(container) ? local : azure;
            }
        };
    }

    /**
     * Returns what looks at containers with a {@code file:} address in local folders.
     *
     * @param root the folder in which local containers may lie
     * @param azure looks at every other container
     */
    public static ContainerInspector containers(Path root, ContainerInspector azure) {
        ContainerInspector local = new FolderDocumentStore(root);
        return container -> (isLocal(container) ? local : azure).inspect(container);
    }

    private static boolean isLocal(Container container) {
        return container.url().reveal().regionMatches(true, 0, "file:", 0, 5);
    }
}
