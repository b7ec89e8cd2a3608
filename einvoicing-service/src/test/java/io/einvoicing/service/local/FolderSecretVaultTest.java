package io.einvoicing.service.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.testkit.contract.SecretVaultContract;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.port.SecretVault;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSecretVaultTest extends SecretVaultContract {
    @TempDir
    private Path temp;

    private Path folder;
    private URI address;
    private FolderSecretVault vault;

    @BeforeEach
    void createFolders() throws IOException {
        folder = temp.resolve("data/vault");
        Files.createDirectories(folder.resolve("secrets"));
        Files.createDirectory(folder.resolve("certificates"));
        address = folder.toUri();
        vault = new FolderSecretVault(temp.resolve("data"));
    }

    @Override
    protected SecretVault vault() {
        return vault;
    }

    @Override
    protected URI address() {
        return address;
    }

    @Override
    protected void putSecret(String name, String value) throws IOException {
        Files.writeString(folder.resolve("secrets").resolve(name), value);
    }

    @Override
    protected void putCertificate(String name, TestCertificate certificate) throws IOException {
        putSecret(name + "-password", "p@ss word");
        Files.write(folder.resolve("certificates").resolve(name + ".p12"), certificate.pkcs12("p@ss word"));
    }

    @Override
    protected void disableSecret(String name) throws IOException {
        Files.delete(folder.resolve("secrets").resolve(name));
    }

    /** Permissions would not stop an owner or root; a link out of the vault stops everybody. */
    @Override
    protected void denyAccess(String name) throws IOException {
        Path outside = temp.resolve("outside");
        Files.move(folder.resolve("secrets").resolve(name), outside);
        Files.createSymbolicLink(folder.resolve("secrets").resolve(name), outside);
    }

    @Override
    protected void takeDown() throws IOException {
        Files.move(folder, temp.resolve("data/unmounted"));
    }

    @Override
    protected void bringUp() throws IOException {
        Files.move(temp.resolve("data/unmounted"), folder);
    }

    @Test
    void readsAPublicCertificateFile() throws IOException {
        TestCertificate root = TestCertificates.chain().root();
        Files.writeString(folder.resolve("certificates/authority.cer"), root.base64());

        assertThat(vault.certificate(address, "authority")).isEqualTo(root.inVaultWithoutKey());
    }

    @Test
    void saysThatACertificateHasNoPassword() throws IOException {
        putCertificate("signing", TestCertificates.chain().end());
        Files.delete(folder.resolve("secrets/signing-password"));

        assertThatThrownBy(() -> vault.certificate(address, "signing"))
                .isInstanceOf(VaultObjectNotFoundException.class);
    }

    @Test
    void takesNoVaultOutsideItsRoot() throws IOException {
        Files.createDirectory(temp.resolve("secrets"));
        Files.writeString(temp.resolve("secrets/storage"), "value");
        Files.createSymbolicLink(temp.resolve("data/link"), temp);

        for (URI outside : new URI[] {
            temp.toUri(), temp.resolve("data/link").toUri(), URI.create(address + "../.."), URI.create("https://a/")
        }) {
            assertThatThrownBy(() -> vault.secret(outside, "storage"))
                    .isInstanceOfAny(VaultAccessDeniedException.class, VaultUnavailableException.class);
        }
    }

    @Test
    void isReachedByItsOwnPathOnly() throws IOException {
        putSecret("storage", "value");
        Files.createSymbolicLink(temp.resolve("data/alias"), folder);
        Path nested = Files.createDirectories(folder.resolve("nested/secrets"));
        Files.writeString(nested.resolve("storage"), "value");

        for (Path other : List.of(
                temp.resolve("data/alias"),
                temp.resolve("data"),
                nested.getParent(),
                Path.of("/proc/self/root").resolve(Path.of("/").relativize(folder.toAbsolutePath())))) {
            assertThatThrownBy(() -> vault.secret(other.toUri(), "storage"))
                    .as(other.toString())
                    .isInstanceOfAny(VaultAccessDeniedException.class, VaultUnavailableException.class);
        }
        assertThat(vault.secret(address, "storage").reveal()).isEqualTo("value");
    }
}
