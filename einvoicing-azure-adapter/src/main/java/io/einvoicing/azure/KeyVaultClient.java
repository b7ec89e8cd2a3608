package io.einvoicing.azure;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RequestRetryCondition;
import com.azure.core.http.policy.RetryOptions;
import com.azure.security.keyvault.certificates.CertificateClient;
import com.azure.security.keyvault.certificates.CertificateClientBuilder;
import com.azure.security.keyvault.certificates.models.KeyVaultCertificateWithPolicy;
import com.azure.security.keyvault.keys.cryptography.CryptographyClient;
import com.azure.security.keyvault.keys.cryptography.CryptographyClientBuilder;
import com.azure.security.keyvault.keys.cryptography.models.SignatureAlgorithm;
import com.azure.security.keyvault.secrets.SecretClient;
import com.azure.security.keyvault.secrets.SecretClientBuilder;
import com.azure.security.keyvault.secrets.models.KeyVaultSecret;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.vault.CertificateFiles;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.SigningKey;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.VaultUnavailableException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One key vault, asked afresh by each call; translates every failure of the SDK. Thread-safe. */
final class KeyVaultClient {
    private static final String PKCS12 = "application/x-pkcs12";
    private static final String PEM = "application/x-pem-file";
    private static final Map<String, SignatureAlgorithm> ALGORITHMS = Map.of(
            "SHA256withRSA", SignatureAlgorithm.RS256,
            "SHA384withRSA", SignatureAlgorithm.RS384,
            "SHA512withRSA", SignatureAlgorithm.RS512,
            "SHA256withRSA/PSS", SignatureAlgorithm.PS256,
            "SHA384withRSA/PSS", SignatureAlgorithm.PS384,
            "SHA512withRSA/PSS", SignatureAlgorithm.PS512);

    /** Codes inside the body of a 403 and of a 404; a 404 without one comes from something else than a vault. */
    private static final Pattern DISABLED = Pattern.compile("(Secret|Certificate|Key)Disabled");

    private static final Pattern NOT_FOUND = Pattern.compile("(Secret|Certificate|Key)NotFound");

    /** For so many objects the current versions are asked for too, one request each; a dedicated vault holds a few. */
    private static final int VERSIONS_TOLD = 50;

    private final URI vault;
    private final Factory factory;
    private final SecretClient secrets;
    private final CertificateClient certificates;

    private KeyVaultClient(URI vault, Factory factory, SecretClient secrets, CertificateClient certificates) {
        this.vault = vault;
        this.factory = factory;
        this.secrets = secrets;
        this.certificates = certificates;
    }

    SecretValue secret(String name) {
        return value(name, ask(name, () -> secrets.getSecret(name)));
    }

    /** Takes the key from the secret that Key Vault keeps beside an exportable certificate, else leaves it in the vault. */
    VaultCertificate certificate(String name) {
        KeyVaultSecret secret;
        try {
            secret = ask(name, () -> secrets.getSecret(name));
        } catch (VaultAccessDeniedException | VaultObjectNotFoundException e) {
            return certificateWithKeyInVault(name).orElseThrow(() -> e);
        }
        String contentType = String.valueOf(secret.getProperties().getContentType());
        String value = value(name, secret).reveal();
        try {
            if (contentType.equals(PKCS12)) {
                return CertificateFiles.fromPkcs12(Base64.getMimeDecoder().decode(value), "");
            }
            return contentType.equals(PEM) ? CertificateFiles.fromPem(value) : CertificateFiles.fromText(value);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return certificateWithKeyInVault(name)
                    .orElseThrow(() -> new VaultUnavailableException(
                            vault, name, name + " holds no certificate that can be read: " + e.getMessage(), null));
        }
    }

    /** Lists certificates and secrets; the secret beside a certificate, which the vault manages itself, is left out. */
    List<VaultObjectState> objects() {
        return ask("", () -> {
            List<VaultObjectState> objects = new ArrayList<>();
            certificates
                    .listPropertiesOfCertificates()
                    .forEach(each -> objects.add(state(
                            each.getName(),
                            VaultObject.Type.CERTIFICATE,
                            each.isEnabled(),
                            each.getCreatedOn(),
                            each.getUpdatedOn(),
                            each.getExpiresOn())));
            secrets.listPropertiesOfSecrets().forEach(each -> {
                if (!Boolean.TRUE.equals(each.isManaged())) {
                    objects.add(state(
                            each.getName(),
                            VaultObject.Type.SECRET,
                            each.isEnabled(),
                            each.getCreatedOn(),
                            each.getUpdatedOn(),
                            each.getExpiresOn()));
                }
            });
            objects.sort(Comparator.comparing(VaultObjectState::name));
            return objects.size() <= VERSIONS_TOLD
                    ? objects.stream().map(this::withVersion).toList()
                    : objects;
        });
    }

    private static VaultObjectState state(
            String name,
            VaultObject.Type type,
            @Nullable Boolean enabled,
            @Nullable OffsetDateTime createdOn,
            @Nullable OffsetDateTime updatedOn,
            @Nullable OffsetDateTime expiresOn) {
        return new VaultObjectState(
                name,
                type,
                Boolean.TRUE.equals(enabled),
                Optional.empty(),
                Optional.ofNullable(createdOn).map(OffsetDateTime::toInstant),
                Optional.ofNullable(updatedOn).map(OffsetDateTime::toInstant),
                Optional.ofNullable(expiresOn).map(OffsetDateTime::toInstant));
    }

    /** A list names no versions, each object's own list does: the current one was made last. */
    private VaultObjectState withVersion(VaultObjectState object) {
        Stream<Version> versions = object.type() == VaultObject.Type.SECRET
                ? secrets.listPropertiesOfSecretVersions(object.name()).stream()
                        .map(each -> new Version(each.getVersion(), each.getCreatedOn()))
                : certificates.listPropertiesOfCertificateVersions(object.name()).stream()
                        .map(each -> new Version(each.getVersion(), each.getCreatedOn()));
        List<String> current = versions.filter(each ->
                        object.createdAt().equals(Optional.of(each.createdOn().toInstant())))
                .map(Version::id)
                .toList();
        return new VaultObjectState(
                object.name(),
                object.type(),
                object.enabled(),
                current.size() == 1 ? Optional.of(current.get(0)) : Optional.empty(),
                object.createdAt(),
                object.updatedAt(),
                object.expiresAt());
    }

    private record Version(String id, OffsetDateTime createdOn) {}

    private Optional<VaultCertificate> certificateWithKeyInVault(String name) {
        try {
            KeyVaultCertificateWithPolicy certificate = ask(name, () -> certificates.getCertificate(name));
            if (!Boolean.TRUE.equals(certificate.getProperties().isEnabled())) {
                return Optional.empty();
            }
            VaultCertificate publicPart =
                    CertificateFiles.fromText(Base64.getEncoder().encodeToString(certificate.getCer()));
            SigningKey key = new KeyInVault(name, factory.cryptography(certificate.getKeyId()));
            return Optional.of(new VaultCertificate(publicPart.chain(), Optional.of(key)));
        } catch (VaultAccessDeniedException | VaultObjectNotFoundException e) {
            return Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new VaultUnavailableException(vault, name, name + " holds no certificate that can be read", null);
        }
    }

    private SecretValue value(String name, KeyVaultSecret secret) {
        @Nullable String value = secret.getValue();
        if (value == null) {
            throw new VaultUnavailableException(vault, name, "the vault's answer holds no value of " + name, null);
        }
        return new SecretValue(value);
    }

    private <T> T ask(String name, Supplier<@Nullable T> request) {
        @Nullable T answer;
        try {
            answer = request.get();
        } catch (RuntimeException e) {
            throw translate(name, e);
        }
        if (answer == null) {
            throw new VaultUnavailableException(vault, name, "the vault's answer about " + name + " is empty", null);
        }
        return answer;
    }

    private EinvoicingException translate(String name, RuntimeException failure) {
        String told = "cannot get " + (name.isEmpty() ? "the list" : name) + " from " + vault.getHost() + ": "
                + AzureFailure.describe(failure);
        String body = String.valueOf(failure.getMessage());
        int status = status(failure);
        if (status == 404 && NOT_FOUND.matcher(body).find()
                || status == 403 && DISABLED.matcher(body).find()) {
            return new VaultObjectNotFoundException(vault, name, told, null);
        }
        if (status == 401 || status == 403) {
            return new VaultAccessDeniedException(vault, name, told, null);
        }
        return new VaultUnavailableException(vault, name, told, AzureFailure.networkCause(failure));
    }

    private static int status(RuntimeException failure) {
        return failure instanceof HttpResponseException answered && answered.getResponse() != null
                ? answered.getResponse().getStatusCode()
                : 0;
    }

    /** An RSA key that never leaves the vault: the data is hashed here and the digest signed there. */
    private final class KeyInVault implements SigningKey {
        private final String name;
        private final CryptographyClient cryptography;

        private KeyInVault(String name, CryptographyClient cryptography) {
            this.name = name;
            this.cryptography = cryptography;
        }

        @Override
        public byte[] sign(String algorithm, byte[] data) {
            @Nullable SignatureAlgorithm vaultAlgorithm = ALGORITHMS.get(algorithm);
            if (vaultAlgorithm == null) {
                throw new IllegalArgumentException(
                        "a key in the vault signs with one of " + ALGORITHMS.keySet() + ", not with " + algorithm);
            }
            return ask(name, () -> cryptography.signData(vaultAlgorithm, data).getSignature());
        }

        @Override
        public boolean signsInVault() {
            return true;
        }
    }

    /** Connects to vaults with one identity over one HTTP client. */
    static final class Factory {
        private static final Duration RETRY_DELAY = Duration.ofMillis(200);
        private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(2);

        private final TokenCredential credential;
        private final AzureConnection connection;
        private final HttpClient http;
        private final boolean verifiesChallenge;

        /** @param verifiesChallenge false only for a stub, whose host is not in the domain that its challenge names */
        Factory(TokenCredential credential, AzureConnection connection, boolean verifiesChallenge) {
            this.credential = credential;
            this.connection = connection;
            this.http = connection.httpClient();
            this.verifiesChallenge = verifiesChallenge;
        }

        /** @param vault as the caller names it; the address is what is called */
        KeyVaultClient connect(URI vault, URI address) {
            SecretClientBuilder secrets = new SecretClientBuilder()
                    .vaultUrl(address.toString())
                    .credential(credential)
                    .httpClient(http)
                    .retryOptions(retries());
            CertificateClientBuilder certificates = new CertificateClientBuilder()
                    .vaultUrl(address.toString())
                    .credential(credential)
                    .httpClient(http)
                    .retryOptions(retries());
            if (!verifiesChallenge) {
                secrets.disableChallengeResourceVerification();
                certificates.disableChallengeResourceVerification();
            }
            return new KeyVaultClient(vault, this, secrets.buildClient(), certificates.buildClient());
        }

        private CryptographyClient cryptography(String keyId) {
            if (!connection.allowed().test(URI.create(keyId))) {
                throw new IllegalArgumentException("the key's address is not among the allowed hosts");
            }
            CryptographyClientBuilder cryptography = new CryptographyClientBuilder()
                    .keyIdentifier(keyId)
                    .credential(credential)
                    .httpClient(http)
                    .retryOptions(retries())
                    .disableKeyCaching();
            if (!verifiesChallenge) {
                cryptography.disableChallengeResourceVerification();
            }
            return cryptography.buildClient();
        }

        private RetryOptions retries() {
            return new RetryOptions(new ExponentialBackoffOptions()
                            .setMaxRetries(connection.tries() - 1)
                            .setBaseDelay(RETRY_DELAY)
                            .setMaxDelay(LONGEST_RETRY_DELAY))
                    .setShouldRetryCondition(this::worthARetry);
        }

        /** The SDK would sleep as long as a throttling vault says; a wait beyond one try's time is left to the caller. */
        private boolean worthARetry(RequestRetryCondition outcome) {
            @Nullable HttpResponse response = outcome.getResponse();
            if (response == null) {
                return true;
            }
            int status = response.getStatusCode();
            @Nullable String retryAfter = response.getHeaderValue(HttpHeaderName.RETRY_AFTER);
            boolean soon = retryAfter == null
                    || retryAfter.matches("\\d{1,6}")
                            && Duration.ofSeconds(Long.parseLong(retryAfter)).compareTo(connection.timeout()) <= 0;
            return soon && (status == 408 || status == 429 || status >= 500 && status != 501);
        }
    }
}
