package io.einvoicing.testkit.core;

import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerClaimedException;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.submission.EnvironmentStorage;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.einvoicing.vault.KeyVaultReference;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.VaultUse;
import io.einvoicing.vault.Vaults;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EnvironmentStorageTest {
    private static final Container OLD = new Container(new SecretValue("https://store.example/c?sig=old"));
    private static final Container NEW = new Container(new SecretValue("https://store.example/c?sig=new"));
    private static final DocumentContent FILE = new DocumentContent("text/plain", new byte[] {1});

    private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
    private final InMemorySecretVault vault = new InMemorySecretVault();
    private final InMemoryStore store = new InMemoryStore();
    private final Vaults vaults = new Vaults(
            vault,
            store.vaultAccesses(),
            store.addressClaims(),
            Vaults.STANDARD_CACHE_AGE,
            UUID::randomUUID,
            new TestClock());
    private final PublishedEnvironment environment =
            anEnvironment().published().build().published().orElseThrow();
    private final VaultUse use = VaultUse.bySubmission(environment.tenant(), UUID.randomUUID());

    @Test
    void neitherReadsNorWritesInAContainerOfAnotherTenant() {
        EnvironmentStorage storage = EnvironmentStorage.open(environment, use, vaults, documents);
        storage.store("2026/11/23/a", FILE);
        PublishedEnvironment other =
                anEnvironment().published().build().published().orElseThrow();
        URI foreignVault = URI.create("https://fabrikam.vault.azure.net/");
        vault.putSecret(
                foreignVault, EnvironmentBuilder.STORAGE_SECRET, NEW.url().reveal());
        EnvironmentStorage foreign = EnvironmentStorage.open(
                inVault(other, foreignVault),
                VaultUse.bySubmission(other.tenant(), UUID.randomUUID()),
                vaults,
                documents);

        assertThatThrownBy(() -> foreign.read("2026/11/23/a")).isInstanceOf(ContainerClaimedException.class);
        assertThatThrownBy(() -> foreign.store("2026/11/23/b", FILE)).isInstanceOf(ContainerClaimedException.class);
        assertThat(documents.files(NEW)).isEmpty();
    }

    private static PublishedEnvironment inVault(PublishedEnvironment environment, URI address) {
        EnvironmentSettings settings = environment.settings();
        KeyVaultReference reference = settings.keyVaults().get(0);
        return new PublishedEnvironment(
                environment.tenant(),
                environment.environment(),
                environment.name(),
                environment.number(),
                environment.publishedAt(),
                environment.publishedBy(),
                environment.publishedByName(),
                new EnvironmentSettings(
                        settings.description(),
                        List.of(new KeyVaultReference(
                                reference.name(), reference.description(), address, reference.objects())),
                        settings.storageSecret(),
                        settings.users(),
                        settings.applications(),
                        settings.certificateChains()));
    }

    @BeforeEach
    void putSecret() {
        put(OLD);
    }

    @Test
    void goesOnWithTheNewTokenWhenTheOldOneWasRevoked() {
        EnvironmentStorage storage = EnvironmentStorage.open(environment, use, vaults, documents);
        storage.store("2026/a", FILE);
        put(NEW);
        documents.expire(OLD);

        storage.store("2026/b", FILE);

        assertThat(documents.files(NEW)).containsOnlyKeys("2026/b");
        assertThat(storage.read("2026/b")).isEqualTo(FILE.bytes());
        assertThat(accessCount()).isEqualTo(2);
    }

    @Test
    void reportsTheRefusalWhenTheVaultHoldsNoOtherToken() {
        EnvironmentStorage storage = EnvironmentStorage.open(environment, use, vaults, documents);
        documents.expire(OLD);

        assertThatThrownBy(() -> storage.store("2026/a", FILE))
                .isInstanceOfSatisfying(
                        DocumentStoreUnavailableException.class,
                        refusal -> assertThat(refusal.isRefused()).isTrue());
    }

    @Test
    void asksTheVaultForNothingWhenTheStorageIsDown() {
        EnvironmentStorage storage = EnvironmentStorage.open(environment, use, vaults, documents);
        documents.goDown();

        assertThatThrownBy(() -> storage.read("2026/a")).isInstanceOf(DocumentStoreUnavailableException.class);

        assertThat(accessCount()).isEqualTo(1);
    }

    private void put(Container container) {
        vault.putSecret(
                EnvironmentBuilder.VAULT,
                EnvironmentBuilder.STORAGE_SECRET,
                container.url().reveal());
    }

    private int accessCount() {
        return store.vaultAccesses()
                .list(environment.tenant(), VaultAccess.Filter.ALL, Optional.empty(), 10)
                .size();
    }
}
