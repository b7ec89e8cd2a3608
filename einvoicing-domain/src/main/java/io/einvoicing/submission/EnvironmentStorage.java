package io.einvoicing.submission;

import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerClaimedException;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.util.function.Function;

/**
 * The customer's container of a published environment, opened for one use by its storage secret. Thread-safe.
 *
 * <p>Rotation is followed: if the storage refuses the access token, the secret is read from the vault again, and with another
 * value the same work is done once more. A container of another tenant is refused with {@link ContainerClaimedException}.
 */
public final class EnvironmentStorage {
    private final DocumentStore documents;
    private final Vaults vaults;
    private final VaultUse use;
    private final KeyVaultReference vault;
    private final String secret;
    private volatile Container container;

    private EnvironmentStorage(DocumentStore documents, Vaults vaults, VaultUse use, PublishedEnvironment environment) {
        this.documents = documents;
        this.vaults = vaults;
        this.use = use.in(environment.environment().value(), environment.name());
        this.vault = boundVault(environment);
        this.secret = environment.settings().storageSecret().orElseThrow();
        this.container = new Container(vaults.secret(this.use, vault.uri(), secret));
    }

    /**
     * Opens the container that the environment's storage secret addresses.
     *
     * @throws io.einvoicing.kernel.EinvoicingException if the vault does not hand out the secret
     */
    public static EnvironmentStorage open(
            PublishedEnvironment environment, VaultUse use, Vaults vaults, DocumentStore documents) {
        return new EnvironmentStorage(documents, vaults, use, environment);
    }

    /** Stores a file; see {@link DocumentStore#store}. */
    public void store(String name, DocumentContent content) {
        work(opened -> {
            documents.store(opened, name, content);
            return name;
        });
    }

    /** Returns the bytes of a file; see {@link DocumentStore#read}. */
    public byte[] read(String name) {
        return work(opened -> documents.read(opened, name));
    }

    /** The secret may lead elsewhere than when the environment was published: never to what is another tenant's. */
    private <T> T use(Container opened, Function<Container, T> work) {
        return vaults.owners()
                .use(use.tenant(), opened.address(), () -> work.apply(opened), ContainerClaimedException::new);
    }

    private <T> T work(Function<Container, T> work) {
        Container opened = container;
        try {
            return use(opened, work);
        } catch (DocumentStoreUnavailableException e) {
            if (!e.isRefused()) {
                throw e;
            }
            SecretValue current = vaults.secretInsteadOf(opened.url(), use, vault.uri(), secret);
            if (current.equals(opened.url())) {
                throw e;
            }
            container = new Container(current);
            return use(container, work);
        }
    }

    /**
     * Returns the vault that holds the environment's storage secret, the only one that it uses.
     *
     * @throws IllegalStateException if the snapshot has none, which the publish checks prevent
     */
    public static KeyVaultReference boundVault(PublishedEnvironment environment) {
        return environment
                .settings()
                .boundVault()
                .orElseThrow(() -> new IllegalStateException(
                        "environment \"" + environment.name() + "\" was published without a storage secret"));
    }
}
