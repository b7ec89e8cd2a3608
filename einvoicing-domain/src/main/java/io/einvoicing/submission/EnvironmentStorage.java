package io.einvoicing.submission;

import io.einvoicing.document.Container;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.port.SecretVault;

/** Opens the container of a published environment by its storage secret. */
public final class EnvironmentStorage {
    private EnvironmentStorage() {}

    /**
     * Returns the container that the environment's storage secret addresses now; rotation is followed.
     *
     * @throws io.einvoicing.kernel.EinvoicingException if the vault does not hand out the secret
     */
    public static Container container(PublishedEnvironment environment, SecretVault vault) {
        return new Container(vault.secret(
                boundVault(environment).uri(),
                environment.settings().storageSecret().orElseThrow()));
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
