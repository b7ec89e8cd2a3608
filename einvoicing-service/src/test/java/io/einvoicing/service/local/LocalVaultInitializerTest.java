package io.einvoicing.service.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.port.SecretVault;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Signature;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalVaultInitializerTest {
    @TempDir
    private Path data;

    private final InMemorySecretVault azureVault = new InMemorySecretVault();
    private final InMemoryDocumentStore azureDocuments = new InMemoryDocumentStore();

    @Test
    void makesAVaultAndAContainerThatTheAdaptersCanUse() throws Exception {
        LocalVaultInitializer local = initialize();
        SecretVault vault = ByScheme.vault(data, azureVault);
        DocumentStore documents = ByScheme.documents(data, azureDocuments);

        Container container = new Container(vault.secret(local.vaultUri(), "storage"));
        documents.store(container, "a.xml", xml());
        assertThat(documents.read(container, "a.xml")).isEqualTo(xml().bytes());

        VaultCertificate end = vault.certificate(local.vaultUri(), local.end());
        assertThat(end.chain())
                .isEqualTo(List.of(
                        end.certificate(),
                        vault.certificate(local.vaultUri(), local.intermediate())
                                .certificate(),
                        vault.certificate(local.vaultUri(), local.root()).certificate()));
        for (int i = 0; i < 2; i++) {
            end.chain().get(i).verify(end.chain().get(i + 1).getPublicKey());
        }
        Signature verification = Signature.getInstance("SHA256withRSA");
        verification.initVerify(end.certificate());
        verification.update(xml().bytes());
        assertThat(verification.verify(end.key().orElseThrow().sign("SHA256withRSA", xml().bytes())))
                .isTrue();
    }

    @Test
    void keepsWhatAnEarlierRunMade() throws Exception {
        LocalVaultInitializer first = initialize();
        VaultCertificate made = new FolderSecretVault(data).certificate(first.vaultUri(), first.end());

        LocalVaultInitializer second = initialize();

        assertThat(second).isEqualTo(first);
        assertThat(new FolderSecretVault(data)
                        .certificate(second.vaultUri(), second.end())
                        .certificate())
                .isEqualTo(made.certificate());
    }

    @Test
    void opensTheFoldersToTheirOwnerAlone() throws Exception {
        initialize();

        for (String folder : List.of("vault", "vault/secrets", "vault/certificates", "documents")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(folder))))
                    .isEqualTo("rwx------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("vault/secrets/storage"))))
                .isEqualTo("rw-------");
    }

    @Test
    void leavesEveryOtherAddressToAzure() {
        URI address = URI.create("https://name.vault.azure.net/");
        azureVault.putSecret(address, "storage", "https://account.example/c?sig=x");

        SecretValue secret = ByScheme.vault(data, azureVault).secret(address, "storage");
        Container container = new Container(secret);
        ByScheme.documents(data, azureDocuments).store(container, "a.xml", xml());

        assertThat(azureDocuments.files(container)).containsOnlyKeys("a.xml");
    }

    private LocalVaultInitializer initialize() throws Exception {
        return LocalVaultInitializer.initialize(data.resolve("vault"), "storage", data.resolve("documents"));
    }

    private static DocumentContent xml() {
        return new DocumentContent("application/xml", "<a/>".getBytes(UTF_8));
    }
}
