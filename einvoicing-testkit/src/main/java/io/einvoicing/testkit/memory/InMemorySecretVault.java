package io.einvoicing.testkit.memory;

import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.Vaults;
import io.einvoicing.vault.port.SecretVault;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Holds secrets and certificates in memory, in as many vaults as are addressed; can be told to be down. Thread-safe. */
public final class InMemorySecretVault implements SecretVault {
    private final Map<Key, SecretValue> secrets = new ConcurrentHashMap<>();
    private final Map<Key, VaultCertificate> certificates = new ConcurrentHashMap<>();
    private final Map<Key, Version> versions = new ConcurrentHashMap<>();
    private final Set<Key> disabled = ConcurrentHashMap.newKeySet();
    private final Set<Key> denied = ConcurrentHashMap.newKeySet();
    private final Set<URI> listDenied = ConcurrentHashMap.newKeySet();
    private volatile boolean down;

    private record Key(URI vault, String name) {}

    /** The current version of an object: how often it was put, and what is told about it. */
    private record Version(int number, Optional<Instant> createdAt, Optional<Instant> expiresAt) {}

    /** Returns this vault as the core uses it, keeping no answers and with a log of accesses of its own. */
    public Vaults uncached() {
        InMemoryStore store = new InMemoryStore();
        return new Vaults(
                this,
                store.vaultAccesses(),
                store.addressClaims(),
                Duration.ZERO,
                UUID::randomUUID,
                InstantSource.system());
    }

    /** Makes every call fail until {@link #comeUp}. */
    public void goDown() {
        down = true;
    }

    /** Ends what {@link #goDown} began. */
    public void comeUp() {
        down = false;
    }

    /** Puts a secret, or its next version. A public certificate is put as the base64 text of its {@code .cer} file. */
    public InMemorySecretVault putSecret(URI vault, String name, String value) {
        return putSecret(vault, name, value, Optional.empty(), Optional.empty());
    }

    /** Puts a secret, or its next version, of which the vault tells when it was made and when it expires. */
    public InMemorySecretVault putSecret(
            URI vault, String name, String value, Optional<Instant> createdAt, Optional<Instant> expiresAt) {
        Key key = new Key(vault, name);
        secrets.put(key, new SecretValue(value));
        count(key, createdAt, expiresAt);
        return this;
    }

    /** Puts a certificate, or its next version. */
    public InMemorySecretVault putCertificate(URI vault, String name, VaultCertificate certificate) {
        Key key = new Key(vault, name);
        certificates.put(key, certificate);
        count(
                key,
                Optional.empty(),
                Optional.of(certificate.certificate().getNotAfter().toInstant()));
        return this;
    }

    private void count(Key key, Optional<Instant> createdAt, Optional<Instant> expiresAt) {
        versions.merge(
                key,
                new Version(1, createdAt, expiresAt),
                (former, next) -> new Version(former.number() + 1, createdAt, expiresAt));
    }

    /** Removes the secret and the certificate of that name. */
    public void remove(URI vault, String name) {
        secrets.remove(new Key(vault, name));
        certificates.remove(new Key(vault, name));
    }

    /** Disables what the vault holds under the name. */
    public void disable(URI vault, String name) {
        disabled.add(new Key(vault, name));
    }

    /** Refuses to list what the vault holds. */
    public void denyList(URI vault) {
        listDenied.add(vault);
    }

    /** Refuses access to what the vault holds under the name. */
    public void denyAccess(URI vault, String name) {
        denied.add(new Key(vault, name));
    }

    @Override
    public SecretValue secret(URI vault, String name) {
        @Nullable SecretValue secret = secrets.get(reach(vault, name));
        if (secret == null) {
            throw new VaultObjectNotFoundException(vault, name, "the vault holds no secret " + name, null);
        }
        return secret;
    }

    @Override
    public VaultCertificate certificate(URI vault, String name) {
        @Nullable VaultCertificate certificate = certificates.get(reach(vault, name));
        return certificate != null ? certificate : publicCertificate(vault, name);
    }

    @Override
    public List<VaultObjectState> objects(URI vault) {
        if (down) {
            throw new VaultUnavailableException(vault, "", "the vault is down", null);
        }
        if (listDenied.contains(vault)) {
            throw new VaultAccessDeniedException(vault, "", "the vault refused to list its objects", null);
        }
        return versions.keySet().stream()
                .filter(key -> key.vault().equals(vault))
                .filter(key -> secrets.containsKey(key) || certificates.containsKey(key))
                .map(this::state)
                .sorted(Comparator.comparing(VaultObjectState::name))
                .toList();
    }

    private VaultObjectState state(Key key) {
        Version version = Objects.requireNonNull(versions.get(key));
        return new VaultObjectState(
                key.name(),
                certificates.containsKey(key) ? VaultObject.Type.CERTIFICATE : VaultObject.Type.SECRET,
                !disabled.contains(key),
                Optional.of(Integer.toString(version.number())),
                version.createdAt(),
                version.createdAt(),
                version.expiresAt());
    }

    private Key reach(URI vault, String name) {
        Key key = new Key(vault, name);
        if (down) {
            throw new VaultUnavailableException(vault, name, "the vault is down", null);
        }
        if (denied.contains(key)) {
            throw new VaultAccessDeniedException(vault, name, "the vault refused access to " + name, null);
        }
        if (disabled.contains(key)) {
            throw new VaultObjectNotFoundException(vault, name, name + " is disabled", null);
        }
        return key;
    }

    private VaultCertificate publicCertificate(URI vault, String name) {
        @Nullable SecretValue secret = secrets.get(new Key(vault, name));
        if (secret == null) {
            throw new VaultObjectNotFoundException(vault, name, "the vault holds no certificate " + name, null);
        }
        try {
            byte[] encoded = Base64.getMimeDecoder().decode(secret.reveal());
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            return new VaultCertificate(List.of(certificate), Optional.empty());
        } catch (CertificateException | IllegalArgumentException e) {
            throw new VaultUnavailableException(vault, name, "secret " + name + " holds no certificate", null);
        }
    }
}
