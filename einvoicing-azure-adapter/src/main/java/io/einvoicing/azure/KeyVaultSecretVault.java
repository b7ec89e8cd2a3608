package io.einvoicing.azure;

import com.azure.core.credential.TokenCredential;
import com.google.common.base.Ticker;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.port.SecretVault;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;

/**
 * Reads secrets and certificates from the customers' Azure Key Vaults. Thread-safe.
 *
 * <p>An answer is kept for the cache age and no longer: for that time it is served whatever happens to the vault, so a
 * rotated, disabled or forbidden object is followed after at most that time; afterwards an outage is an outage. Failures are
 * never kept.
 *
 * <p>A certificate whose private key can be exported signs in this JVM; any other signs in the vault, which takes the
 * permissions Get for certificates and Sign for keys.
 */
public final class KeyVaultSecretVault implements SecretVault {
    /** How long an answer is kept unless another age is wanted. */
    public static final Duration STANDARD_CACHE_AGE = Duration.ofSeconds(60);

    private static final Pattern OBJECT_NAME = Pattern.compile("[0-9A-Za-z-]{1,127}");

    private final AzureConnection connection;
    private final KeyVaultClient.Factory clientFactory;
    private final Cache<URI, KeyVaultClient> clients =
            CacheBuilder.newBuilder().maximumSize(1_000).build();
    private final Cache<ObjectKey, SecretValue> secrets;
    private final Cache<ObjectKey, VaultCertificate> certificates;

    private record ObjectKey(URI vault, String name) {}

    /**
     * Connects with the service's own identity.
     *
     * @param credential gives the service's tokens; the SDK shows them only to hosts of the domain that the vault's challenge names
     * @param cacheAge how long an answer is kept; zero keeps none
     */
    public KeyVaultSecretVault(TokenCredential credential, AzureConnection connection, Duration cacheAge) {
        this(credential, connection, cacheAge, Ticker.systemTicker(), true);
    }

    KeyVaultSecretVault(
            TokenCredential credential,
            AzureConnection connection,
            Duration cacheAge,
            Ticker ticker,
            boolean verifiesChallenge) {
        this.connection = connection;
        this.clientFactory = new KeyVaultClient.Factory(credential, connection, verifiesChallenge);
        this.secrets = cache(cacheAge, ticker);
        this.certificates = cache(cacheAge, ticker);
    }

    private static <V> Cache<ObjectKey, V> cache(Duration age, Ticker ticker) {
        return CacheBuilder.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(age)
                .ticker(ticker)
                .build();
    }

    @Override
    public SecretValue secret(URI vault, String name) {
        return cached(secrets, vault, name, () -> client(vault, name).secret(name));
    }

    @Override
    public VaultCertificate certificate(URI vault, String name) {
        return cached(certificates, vault, name, () -> client(vault, name).certificate(name));
    }

    private static <V> V cached(Cache<ObjectKey, V> cache, URI vault, String name, Callable<V> fetch) {
        if (!OBJECT_NAME.matcher(name).matches()) {
            throw new VaultObjectNotFoundException(
                    vault, name, "no vault holds an object of such a name: letters, digits and hyphens only", null);
        }
        try {
            return cache.get(new ObjectKey(vault, name), fetch);
        } catch (UncheckedExecutionException | ExecutionException e) {
            if (e.getCause() instanceof EinvoicingException failure) {
                throw failure;
            }
            throw new IllegalStateException("cannot read " + name, e.getCause());
        }
    }

    private KeyVaultClient client(URI vault, String name) throws ExecutionException {
        URI address = address(vault, name);
        if (!connection.allowed().test(address)) {
            throw new VaultUnavailableException(
                    vault, name, "no call was made: " + address.getHost() + " is not among the allowed hosts", null);
        }
        return clients.get(vault, () -> clientFactory.connect(vault, address));
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
