package io.einvoicing.azure;

import com.azure.core.credential.TokenCredential;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.port.SecretVault;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * Reads secrets and certificates from the customers' Azure Key Vaults, each call afresh. Thread-safe.
 *
 * <p>A certificate whose private key can be exported signs in this JVM; any other signs in the vault, which takes the
 * permissions Get for certificates and Sign for keys.
 */
public final class KeyVaultSecretVault implements SecretVault {
    private static final Pattern OBJECT_NAME = Pattern.compile("[0-9A-Za-z-]{1,127}");

    private final AzureConnection connection;
    private final KeyVaultClient.Factory clientFactory;
    private final Cache<URI, KeyVaultClient> clients =
            CacheBuilder.newBuilder().maximumSize(1_000).build();

    /**
     * Connects with the service's own identity.
     *
     * @param credential gives the service's tokens; the SDK shows them only to hosts of the domain that the vault's challenge names
     */
    public KeyVaultSecretVault(TokenCredential credential, AzureConnection connection) {
        this(credential, connection, true);
    }

    KeyVaultSecretVault(TokenCredential credential, AzureConnection connection, boolean verifiesChallenge) {
        this.connection = connection;
        this.clientFactory = new KeyVaultClient.Factory(credential, connection, verifiesChallenge);
    }

    @Override
    public SecretValue secret(URI vault, String name) {
        return client(vault, requireName(vault, name)).secret(name);
    }

    @Override
    public VaultCertificate certificate(URI vault, String name) {
        return client(vault, requireName(vault, name)).certificate(name);
    }

    @Override
    public List<VaultObjectState> objects(URI vault) {
        return client(vault, "").objects();
    }

    private static String requireName(URI vault, String name) {
        if (!OBJECT_NAME.matcher(name).matches()) {
            throw new VaultObjectNotFoundException(
                    vault, name, "no vault holds an object of such a name: letters, digits and hyphens only", null);
        }
        return name;
    }

    private KeyVaultClient client(URI vault, String name) {
        URI address = address(vault, name);
        if (!connection.allowed().test(address)) {
            throw new VaultUnavailableException(
                    vault, name, "no call was made: " + address.getHost() + " is not among the allowed hosts", null);
        }
        try {
            return clients.get(vault, () -> clientFactory.connect(vault, address));
        } catch (ExecutionException | UncheckedExecutionException e) {
            throw new IllegalStateException("cannot make a client for the vault", e.getCause());
        }
    }

    private static URI address(URI vault, String name) {
        try {
            if (vault.getHost() != null) {
                return new URI(vault.getScheme(), null, vault.getHost(), vault.getPort(), "/", null, null);
            }
        } catch (URISyntaxException e) {
            // Told below.
        }
        throw new VaultUnavailableException(
                vault, name, "no call was made: a vault's address must be https://NAME.vault.azure.net/", null);
    }
}
