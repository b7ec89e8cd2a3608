package io.einvoicing.vault.port;

import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObjectState;
import java.net.URI;
import java.util.List;

/**
 * Reads secrets and certificates from the customers' key vaults, by name, always the current version. Thread-safe.
 * Implementations keep no values: {@link io.einvoicing.vault.Vaults} does, and records each access.
 *
 * <p>Every method throws {@link io.einvoicing.vault.VaultUnavailableException} if there was no usable answer,
 * {@link io.einvoicing.vault.VaultAccessDeniedException} if access was refused and
 * {@link io.einvoicing.vault.VaultObjectNotFoundException} if there is no such enabled object. "Down" is never "absent".
 */
public interface SecretVault {
    /** Returns the current value of a secret. */
    SecretValue secret(URI vault, String name);

    /**
     * Returns the current version of a certificate with its private key, or a public certificate kept as base64 text in a
     * secret of that name.
     */
    VaultCertificate certificate(URI vault, String name);

    /**
     * Returns what the vault tells about all its objects, enabled or not, by name; values are not read. A certificate is told once,
     * without the secret and key that the vault keeps beside it.
     */
    List<VaultObjectState> objects(URI vault);
}
