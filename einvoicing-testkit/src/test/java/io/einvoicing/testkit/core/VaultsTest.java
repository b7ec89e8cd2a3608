package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.freshTenant;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.vault.ClaimAdministration;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.SigningKey;
import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.VaultAccess.Operation;
import io.einvoicing.vault.VaultAccess.Outcome;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultClaimedException;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import io.einvoicing.vault.port.SecretVault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class VaultsTest {
    private static final URI VAULT = URI.create("https://contoso.vault.azure.net/");
    private static final SecretValue FIRST = new SecretValue("first");
    private static final SecretValue SECOND = new SecretValue("second");

    private final TestClock clock = new TestClock();
    private final InMemoryStore store = new InMemoryStore();
    private final InMemorySecretVault vault = new InMemorySecretVault().putSecret(VAULT, "storage", "first");
    private final Vaults vaults = new Vaults(
            vault, store.vaultAccesses(), store.addressClaims(), Vaults.STANDARD_CACHE_AGE, UUID::randomUUID, clock);
    private final TenantId tenant = freshTenant();
    private final VaultUse use = VaultUse.bySubmission(tenant, UUID.randomUUID());

    @Test
    void asksTheVaultAndRecordsItOncePerCacheAge() {
        for (int i = 0; i < 10; i++) {
            assertThat(vaults.secret(use, VAULT, "storage")).isEqualTo(FIRST);
        }
        assertThat(accesses()).hasSize(1);

        clock.advance(Duration.ofSeconds(59));
        vaults.secret(use, VAULT, "storage");
        assertThat(accesses()).hasSize(1);

        clock.advance(Duration.ofSeconds(1));
        vaults.secret(use, VAULT, "storage");
        assertThat(accesses()).hasSize(2);
    }

    @Test
    void followsARotationAfterTheCacheAge() {
        vaults.secret(use, VAULT, "storage");
        vault.putSecret(VAULT, "storage", "second");

        assertThat(vaults.secret(use, VAULT, "storage")).isEqualTo(FIRST);
        clock.advance(Vaults.STANDARD_CACHE_AGE);
        assertThat(vaults.secret(use, VAULT, "storage")).isEqualTo(SECOND);
    }

    @Test
    void servesAKeptValueDuringAnOutageUntilItsAgeIsOver() {
        vaults.secret(use, VAULT, "storage");
        vault.goDown();

        assertThat(vaults.secret(use, VAULT, "storage")).isEqualTo(FIRST);
        clock.advance(Vaults.STANDARD_CACHE_AGE);
        assertThatThrownBy(() -> vaults.secret(use, VAULT, "storage")).isInstanceOf(VaultUnavailableException.class);
        vault.comeUp();
        assertThat(vaults.secret(use, VAULT, "storage")).isEqualTo(FIRST);
    }

    @Test
    void asksAtOnceInsteadOfARefusedValue() {
        vaults.secret(use, VAULT, "storage");
        vault.putSecret(VAULT, "storage", "second");

        assertThat(vaults.secretInsteadOf(FIRST, use, VAULT, "storage")).isEqualTo(SECOND);
        assertThat(vaults.secretInsteadOf(FIRST, use, VAULT, "storage")).isEqualTo(SECOND);
        assertThat(vaults.secret(use, VAULT, "storage")).isEqualTo(SECOND);
        assertThat(accesses()).hasSize(2);
    }

    @Test
    void asksAtMostOnceASecondForAValueThatStaysRefused() {
        vaults.secret(use, VAULT, "storage");

        for (int i = 0; i < 10; i++) {
            assertThat(vaults.secretInsteadOf(FIRST, use, VAULT, "storage")).isEqualTo(FIRST);
        }
        assertThat(accesses()).hasSize(2);

        clock.advance(Duration.ofSeconds(1));
        vault.putSecret(VAULT, "storage", "second");
        assertThat(vaults.secretInsteadOf(FIRST, use, VAULT, "storage")).isEqualTo(SECOND);
    }

    @Test
    void asksAgainForWhatItWasToldToForget() {
        vaults.secret(use, VAULT, "storage");
        vault.putSecret(VAULT, "storage", "second");

        vaults.forget(use, VAULT, "storage");

        assertThat(vaults.secret(use, VAULT, "storage")).isEqualTo(SECOND);
    }

    @Test
    void readsNoVaultThatBelongsToAnotherTenant() {
        vaults.secret(use, VAULT, "storage");
        VaultUse other = VaultUse.bySubmission(freshTenant(), UUID.randomUUID());

        for (URI spelling : List.of(
                VAULT,
                URI.create("HTTPS://CONTOSO.vault.azure.net"),
                URI.create("https://contoso.vault.azure.net.:443/some/where?x=y"))) {
            assertThatThrownBy(() -> vaults.secret(other, spelling, "storage"))
                    .isInstanceOf(VaultClaimedException.class)
                    .hasMessageContaining("belongs to another tenant");
            assertThatThrownBy(() -> vaults.objects(other, spelling)).isInstanceOf(VaultClaimedException.class);
        }
        assertThat(store.vaultAccesses().list(other.tenant(), VaultAccess.Filter.ALL, Optional.empty(), 10))
                .extracting(VaultAccess::outcome)
                .hasSize(6)
                .containsOnly(Outcome.DENIED);
    }

    @Test
    void givesAVaultToNobodyWhoGotNoAnswer() {
        VaultUse other = VaultUse.bySubmission(freshTenant(), UUID.randomUUID());
        vault.goDown();
        assertThatThrownBy(() -> vaults.secret(other, VAULT, "storage")).isInstanceOf(VaultUnavailableException.class);
        vault.comeUp();
        assertThatThrownBy(() -> vaults.secret(other, VAULT, "absent"))
                .isInstanceOf(VaultObjectNotFoundException.class);

        assertThat(vaults.secret(use, VAULT, "storage")).isEqualTo(FIRST);
    }

    @Test
    void throwsAnAnswerAwayWhenAnotherTenantWasFaster() {
        VaultUse other = VaultUse.bySubmission(freshTenant(), UUID.randomUUID());
        Vaults overtaken = new Vaults(
                new SecretVault() {
                    @Override
                    public SecretValue secret(URI address, String name) {
                        return vaults.secret(use, address, name);
                    }

                    @Override
                    public VaultCertificate certificate(URI address, String name) {
                        return vaults.certificate(use, address, name);
                    }

                    @Override
                    public List<VaultObjectState> objects(URI address) {
                        return vaults.objects(use, address);
                    }
                },
                store.vaultAccesses(),
                store.addressClaims(),
                Vaults.STANDARD_CACHE_AGE,
                UUID::randomUUID,
                clock);

        assertThatThrownBy(() -> overtaken.secret(other, VAULT, "storage")).isInstanceOf(VaultClaimedException.class);
        assertThatThrownBy(() -> overtaken.objects(other, VAULT)).isInstanceOf(VaultClaimedException.class);
    }

    @Test
    void followsAReleasedClaimAfterTheCacheAge() {
        vaults.secret(use, VAULT, "storage");
        clock.advance(Vaults.STANDARD_CACHE_AGE.dividedBy(2));
        vaults.objects(use, VAULT);
        VaultUse other = VaultUse.bySubmission(freshTenant(), UUID.randomUUID());
        Caller operator = aCaller().withRoles(Role.OPERATE).build();
        store.tenants().save(aTenant().id(tenant).build(), aStamp("tenant.create"));
        ClaimAdministration claims = new ClaimAdministration(store.addressClaims(), store.tenants(), clock);
        String address = claims.list(operator, tenant).orThrow().get(0).address();
        claims.release(operator, tenant, address).orThrow();
        clock.advance(Vaults.STANDARD_CACHE_AGE.dividedBy(2));

        assertThat(vaults.secret(other, VAULT, "storage")).isEqualTo(FIRST);
        assertThatThrownBy(() -> vaults.secret(use, VAULT, "storage")).isInstanceOf(VaultClaimedException.class);
    }

    @Test
    void recordsForWhomAndForWhatItAsked() {
        Caller caller = aCaller().build();
        UUID environment = UUID.randomUUID();
        VaultUse byCaller = VaultUse.by(caller).in(environment, "Production");

        vaults.secret(byCaller, VAULT, "storage");

        VaultAccess access = store.vaultAccesses()
                .list(caller.tenant(), VaultAccess.Filter.ALL, Optional.empty(), 10)
                .get(0);
        assertThat(access.use()).isEqualTo(byCaller);
        assertThat(access.at()).isEqualTo(clock.instant());
        assertThat(access.vault()).isEqualTo(VAULT);
        assertThat(access.object()).contains("storage");
    }

    @Test
    void recordsWhatTheVaultAnswered() {
        vault.putSecret(VAULT, "denied", "x");
        vault.denyAccess(VAULT, "denied");
        assertThatThrownBy(() -> vaults.secret(use, VAULT, "missing")).isInstanceOf(VaultObjectNotFoundException.class);
        assertThatThrownBy(() -> vaults.certificate(use, VAULT, "denied"))
                .isInstanceOf(VaultAccessDeniedException.class);
        vaults.objects(use, VAULT);
        vault.goDown();
        assertThatThrownBy(() -> vaults.objects(use, VAULT)).isInstanceOf(VaultUnavailableException.class);

        assertThat(accesses())
                .extracting(VaultAccess::operation, VaultAccess::object, VaultAccess::outcome)
                .containsExactlyInAnyOrder(
                        tuple(Operation.GET_SECRET, Optional.of("missing"), Outcome.NOT_FOUND),
                        tuple(Operation.GET_CERTIFICATE, Optional.of("denied"), Outcome.DENIED),
                        tuple(Operation.LIST, Optional.empty(), Outcome.OK),
                        tuple(Operation.LIST, Optional.empty(), Outcome.UNAVAILABLE));
    }

    @Test
    void recordsEachSignatureInTheVaultAndNoneOutsideIt() {
        TestCertificate end = TestCertificates.chain().end();
        vault.putCertificate(VAULT, "local", end.inVault());
        vault.putCertificate(VAULT, "remote", signingInVault(end, new AtomicBoolean()));

        vaults.certificate(use, VAULT, "local").key().orElseThrow().sign("SHA256withRSA", new byte[1]);
        SigningKey remote = vaults.certificate(use, VAULT, "remote").key().orElseThrow();
        remote.sign("SHA256withRSA", new byte[1]);
        remote.sign("SHA256withRSA", new byte[2]);

        assertThat(accesses())
                .filteredOn(access -> access.operation() == Operation.SIGN)
                .hasSize(2)
                .allMatch(access -> access.object().equals(Optional.of("remote")));
    }

    @Test
    void asksForTheCertificateAgainAfterTheVaultNoLongerSignsWithItsVersion() {
        TestCertificate end = TestCertificates.chain().end();
        AtomicBoolean disabled = new AtomicBoolean();
        vault.putCertificate(VAULT, "signing", signingInVault(end, disabled));
        SigningKey key = vaults.certificate(use, VAULT, "signing").key().orElseThrow();
        disabled.set(true);
        TestCertificate next =
                TestCertificates.aCertificate().subject("CN=Next").build();
        vault.putCertificate(VAULT, "signing", next.inVault());

        assertThatThrownBy(() -> key.sign("SHA256withRSA", new byte[1]))
                .isInstanceOf(VaultObjectNotFoundException.class);

        assertThat(vaults.certificate(use, VAULT, "signing").certificate()).isEqualTo(next.certificate());
    }

    @Test
    void handsOutNothingThatItCannotRecord() {
        // The vault's owner is asked for and set; then the record.
        store.outage().beginAfter(2);

        assertThatThrownBy(() -> vaults.secret(use, VAULT, "storage")).isInstanceOf(StoreUnavailableException.class);
        vault.goDown();
        assertThatThrownBy(() -> vaults.secret(use, VAULT, "storage"))
                .isInstanceOf(StoreUnavailableException.class)
                .satisfies(failure ->
                        assertThat(failure.getSuppressed()[0]).isInstanceOf(VaultUnavailableException.class));

        store.outage().end();
        vault.comeUp();
        assertThat(vaults.secret(use, VAULT, "storage")).isEqualTo(FIRST);
        assertThat(accesses()).hasSize(1);
    }

    private static VaultCertificate signingInVault(TestCertificate certificate, AtomicBoolean disabled) {
        SigningKey local = certificate.inVault().key().orElseThrow();
        return new VaultCertificate(List.of(certificate.certificate()), Optional.of(new SigningKey() {
            @Override
            public byte[] sign(String algorithm, byte[] data) {
                if (disabled.get()) {
                    throw new VaultObjectNotFoundException(VAULT, "signing", "the key is disabled", null);
                }
                return local.sign(algorithm, data);
            }

            @Override
            public boolean signsInVault() {
                return true;
            }
        }));
    }

    private List<VaultAccess> accesses() {
        return store.vaultAccesses().list(tenant, VaultAccess.Filter.ALL, Optional.empty(), 1_000);
    }
}
