package io.einvoicing.vault;

import com.google.common.cache.Cache;
import com.google.common.util.concurrent.UncheckedExecutionException;
import io.einvoicing.kernel.AgingCache;
import io.einvoicing.kernel.CanonicalAddress;
import io.einvoicing.kernel.EinvoicingException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.kernel.port.Identifiers;
import io.einvoicing.vault.VaultAccess.Operation;
import io.einvoicing.vault.VaultAccess.Outcome;
import io.einvoicing.vault.port.AddressClaims;
import io.einvoicing.vault.port.SecretVault;
import io.einvoicing.vault.port.VaultAccessLog;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * The customers' vaults as the core uses them: answers are kept for a bounded age, and every access that is really made is
 * recorded. Thread-safe.
 *
 * <p>An answer is served for the cache age whatever happens to the vault, and no longer: a rotated, disabled or forbidden object
 * is followed after at most that time, and afterwards an outage is an outage. Failures are never kept. Threads that want the same
 * object at once share one access.
 *
 * <p>An access is recorded before its answer is handed out. If the record cannot be stored, the answer is not used and
 * {@link io.einvoicing.kernel.StoreUnavailableException} is thrown: no access stays unrecorded, and no invoice is lost, for without
 * the store nothing could be accepted or processed anyway. This costs one insert for each access, none for a kept answer.
 *
 * <p>A vault belongs to the tenant that was the first to get an answer from it; another tenant's use throws
 * {@link VaultClaimedException} and asks nothing of the vault. A claim that was released is followed after the cache age.
 *
 * <p>Methods throw as {@link SecretVault} says.
 */
public final class Vaults {
    /** How long an answer is kept unless another age is wanted. */
    public static final Duration STANDARD_CACHE_AGE = Duration.ofSeconds(60);

    /** For how long a secret that was refused elsewhere, and that the vault still serves, is not asked for again. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final SecretVault vault;
    private final VaultAccessLog log;
    private final Identifiers identifiers;
    private final InstantSource clock;
    private final Cache<Key, SecretValue> secrets;
    private final Cache<Key, VaultCertificate> certificates;
    private final Cache<Key, SecretValue> confirmed;
    private final AddressOwners owners;

    private record Key(TenantId tenant, URI vault, String name) {}

    /** @param cacheAge how long an answer is kept; zero keeps none */
    public Vaults(
            SecretVault vault,
            VaultAccessLog log,
            AddressClaims claims,
            Duration cacheAge,
            Identifiers identifiers,
            InstantSource clock) {
        this.vault = vault;
        this.log = log;
        this.identifiers = identifiers;
        this.clock = clock;
        this.secrets = cache(cacheAge);
        this.certificates = cache(cacheAge);
        this.confirmed = cache(PATIENCE);
        this.owners = new AddressOwners(claims, clock, cache(cacheAge));
    }

    private <K, V> Cache<K, V> cache(Duration age) {
        return AgingCache.of(age, 10_000, clock);
    }

    /** Returns the value of a secret, at most as old as the cache age. */
    public SecretValue secret(VaultUse use, URI address, String name) {
        return kept(
                secrets,
                key(use, address, name),
                () -> recorded(
                        use, address, Optional.of(name), Operation.GET_SECRET, () -> vault.secret(address, name)));
    }

    /**
     * Returns the value of a secret after the one at hand was refused where it was used: asks the vault anew unless somebody did
     * since. The result equals the refused value if the vault still serves that.
     */
    public SecretValue secretInsteadOf(SecretValue refused, VaultUse use, URI address, String name) {
        Key key = key(use, address, name);
        if (Objects.equals(confirmed.getIfPresent(key), refused)) {
            return refused;
        }
        secrets.asMap().remove(key, refused);
        SecretValue current = secret(use, address, name);
        if (current.equals(refused)) {
            confirmed.put(key, current);
        }
        return current;
    }

    /** Returns a certificate, at most as old as the cache age; each signature that its key makes in the vault is an access too. */
    public VaultCertificate certificate(VaultUse use, URI address, String name) {
        VaultCertificate held = kept(
                certificates,
                key(use, address, name),
                () -> recorded(
                        use,
                        address,
                        Optional.of(name),
                        Operation.GET_CERTIFICATE,
                        () -> vault.certificate(address, name)));
        return held.key().filter(SigningKey::signsInVault).isEmpty()
                ? held
                : new VaultCertificate(
                        held.chain(), held.key().map(key -> new RecordedKey(key, held, use, address, name)));
    }

    /** Returns what the vault tells now about all its objects, by name. */
    public List<VaultObjectState> objects(VaultUse use, URI address) {
        return recorded(use, address, Optional.empty(), Operation.LIST, () -> vault.objects(address));
    }

    /** Returns who has which vault and container. */
    public AddressOwners owners() {
        return owners;
    }

    /** Forgets what is kept of an object, so that the next use asks the vault. */
    public void forget(VaultUse use, URI address, String name) {
        Key key = key(use, address, name);
        secrets.invalidate(key);
        certificates.invalidate(key);
        confirmed.invalidate(key);
    }

    private static Key key(VaultUse use, URI address, String name) {
        if (!VaultObject.isName(name)) {
            throw new VaultObjectNotFoundException(
                    address, name, "no vault holds an object of such a name: letters, digits and hyphens only", null);
        }
        return new Key(use.tenant(), address, name);
    }

    private static <V> V kept(Cache<Key, V> cache, Key key, Callable<V> access) {
        try {
            return cache.get(key, access);
        } catch (UncheckedExecutionException | ExecutionException e) {
            if (e.getCause() instanceof EinvoicingException failure) {
                throw failure;
            }
            throw new IllegalStateException("cannot read " + key.name(), e.getCause());
        }
    }

    private <T> T recorded(
            VaultUse use, URI address, Optional<String> object, Operation operation, Supplier<T> access) {
        Instant at = clock.instant();
        T answer;
        try {
            answer = owners.use(
                    use.tenant(),
                    CanonicalAddress.ofServer(address),
                    access,
                    () -> new VaultClaimedException(address, object.orElse("")));
        } catch (EinvoicingException failure) {
            try {
                record(at, use, address, object, operation, outcome(failure));
            } catch (EinvoicingException unrecorded) {
                unrecorded.addSuppressed(failure);
                throw unrecorded;
            }
            throw failure;
        }
        record(at, use, address, object, operation, Outcome.OK);
        return answer;
    }

    private void record(
            Instant at, VaultUse use, URI address, Optional<String> object, Operation operation, Outcome outcome) {
        log.add(new VaultAccess(
                identifiers.next(),
                at,
                use,
                address,
                object,
                operation,
                outcome,
                Duration.between(at, clock.instant())));
    }

    private static Outcome outcome(EinvoicingException failure) {
        if (failure instanceof VaultObjectNotFoundException) {
            return Outcome.NOT_FOUND;
        }
        return failure instanceof VaultAccessDeniedException ? Outcome.DENIED : Outcome.UNAVAILABLE;
    }

    /** A key that signs in the vault; forgets its certificate if the vault no longer lets this version sign. */
    private final class RecordedKey implements SigningKey {
        private final SigningKey key;
        private final VaultCertificate held;
        private final VaultUse use;
        private final URI address;
        private final String name;

        private RecordedKey(SigningKey key, VaultCertificate held, VaultUse use, URI address, String name) {
            this.key = key;
            this.held = held;
            this.use = use;
            this.address = address;
            this.name = name;
        }

        @Override
        public byte[] sign(String algorithm, byte[] data) {
            try {
                return recorded(use, address, Optional.of(name), Operation.SIGN, () -> key.sign(algorithm, data));
            } catch (VaultObjectNotFoundException | VaultAccessDeniedException e) {
                certificates.asMap().remove(key(use, address, name), held);
                throw e;
            }
        }

        @Override
        public boolean signsInVault() {
            return true;
        }
    }
}
