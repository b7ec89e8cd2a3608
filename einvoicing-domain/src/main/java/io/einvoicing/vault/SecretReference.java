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
        Require.line("vault", vault.toString(), Require.TEXT_LENGTH);
        if (!vault.isAbsolute()) {
            throw new IllegalArgumentException(
                    "vault must be absolute such as https://NAME.vault.azure.net/, was \"" + vault + "\"");
        }
        VaultObject.checkName("secret name", name);
    }
}
