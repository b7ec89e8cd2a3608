package io.einvoicing.vault;

import io.einvoicing.kernel.Require;
import java.net.URI;

/**
 * Names a secret in a customer's key vault; never its value.
 *
 * @param vault address such as {@code https://NAME.vault.azure.net/}
 * @param name the secret's name in the vault
 */
public record SecretReference(URI vault, String name) {
    public SecretReference {
        Require.address("vault", vault, Require.TEXT_LENGTH);
        VaultObject.checkName("name", name);
    }
}
