package io.einvoicing.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.storage.blob.sas.BlobContainerSasPermission;
import io.einvoicing.document.Container;
import io.einvoicing.document.DocumentConflictException;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.testkit.contract.DocumentStoreContract;
import io.einvoicing.vault.SecretValue;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blob Storage as Azurite emulates it. */
class BlobDocumentStoreTest extends DocumentStoreContract {
    private static final BlobContainerSasPermission READ_AND_CREATE =
            new BlobContainerSasPermission().setReadPermission(true).setCreatePermission(true);

    private static final String NO_NODE =
            "Node.js with npm is not installed, so Blob Storage is not tested against Azurite";

    private static @Nullable Azurite azurite;

    private final BlobDocumentStore store =
            new BlobDocumentStore(new AzureConnection(uri -> true, Duration.ofSeconds(30), 2, Optional.empty()));

    @BeforeAll
    static void startAzurite() throws Exception {
        if (Azurite.isAvailable()) {
            azurite = Azurite.start();
            azurite.createContainer("first");
            azurite.createContainer("second");
        } else {
            System.err.println("SKIPPED: " + NO_NODE);
        }
    }

    /** Here and not before all: so each test is counted as skipped. */
    @BeforeEach
    void needsAzurite() {
        assumeTrue(azurite != null, NO_NODE);
    }

    @AfterAll
    static void stopAzurite() throws Exception {
        if (azurite != null) {
            azurite.close();
        }
    }

    @Override
    protected DocumentStore store() {
        return store;
    }

    @Override
    protected Container container() {
        return azurite.container("first", READ_AND_CREATE, 1);
    }

    @Override
    protected Container otherContainer() {
        return azurite.container("second", READ_AND_CREATE, 1);
    }

    @Override
    protected Container inaccessibleContainer() {
        return azurite.container("first", READ_AND_CREATE, -1);
    }

    @Override
    protected Container unreachableContainer() {
        return at("http://127.0.0.1:1/devstoreaccount1/first?sig=c2VjcmV0LXRva2Vu");
    }

    @Test
    void keepsTheMediaType() {
        store.store(container(), "media.xml", xml("<a/>"));

        assertThat(azurite.owner("first")
                        .getBlobClient("media.xml")
                        .getProperties()
                        .getContentType())
                .isEqualTo("application/xml");
    }

    @Test
    void neverOverwritesEvenWithATokenThatMayWrite() {
        Container writable = azurite.container(
                "first",
                new BlobContainerSasPermission()
                        .setReadPermission(true)
                        .setCreatePermission(true)
                        .setWritePermission(true),
                1);
        store.store(writable, "writable.xml", xml("<a/>"));
        store.store(writable, "writable.xml", xml("<a/>"));

        assertThatThrownBy(() -> store.store(writable, "writable.xml", xml("<b/>")))
                .isInstanceOf(DocumentConflictException.class);
        assertThat(store.read(writable, "writable.xml")).isEqualTo("<a/>".getBytes(UTF_8));
    }

    @Test
    void saysUnavailableWhenTheTokenMayOnlyRead() {
        Container readOnly = azurite.container("first", new BlobContainerSasPermission().setReadPermission(true), 1);

        assertThatThrownBy(() -> store.store(readOnly, "read-only.xml", xml("<a/>")))
                .isInstanceOf(DocumentStoreUnavailableException.class)
                .hasMessageContaining("HTTP 403");
    }

    @Test
    void saysUnavailableAndNotMissingWhenTheContainerIsMissing() {
        Container missing = azurite.container("missing", READ_AND_CREATE, 1);

        assertThatThrownBy(() -> store.read(missing, "a.xml"))
                .isInstanceOf(DocumentStoreUnavailableException.class)
                .hasMessageContaining("ContainerNotFound");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a url?sig=c2VjcmV0LXRva2Vu",
                "c2VjcmV0LXRva2Vu",
                "file:///tmp/c2VjcmV0LXRva2Vu",
                "https://?sig=c2VjcmV0LXRva2Vu",
                "https://user:c2VjcmV0LXRva2Vu@account.blob.core.windows.net/container"
            })
    void refusesAStorageSecretThatIsNoSasUrlWithoutRepeatingIt(String secret) {
        assertThatThrownBy(() -> store.store(at(secret), "a.xml", xml("<a/>")))
                .isInstanceOf(DocumentStoreUnavailableException.class)
                .hasMessageContaining("Blob SAS URL")
                .hasMessageNotContaining("c2VjcmV0LXRva2Vu")
                .hasNoCause();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://account.blob.core.windows.net/c?sig=x",
                "https://127.0.0.1/c?sig=x",
                "https://account.blob.core.windows.net.attacker.example/c?sig=x",
                "https://account.blob.core.windows.net:8443/c?sig=x",
                "https://169.254.169.254/metadata?sig=x"
            })
    void callsOnlyAllowedHosts(String url) {
        BlobDocumentStore guarded = new BlobDocumentStore(AzureConnection.toPublicClouds());

        assertThatThrownBy(() -> guarded.read(at(url), "a.xml"))
                .isInstanceOf(DocumentStoreUnavailableException.class)
                .hasMessageContaining("not among the allowed hosts");
    }

    @Test
    void showsTheGuardAnAddressWithoutItsToken() {
        Container container = container();
        StringBuilder seen = new StringBuilder();
        BlobDocumentStore guarded = new BlobDocumentStore(AzureConnection.to(uri -> {
            seen.append(uri);
            return false;
        }));

        assertThatThrownBy(() -> guarded.read(container, "a.xml"))
                .isInstanceOf(DocumentStoreUnavailableException.class);
        assertThat(seen.toString()).isEqualTo(azurite.address() + "/devstoreaccount1/first");
    }

    private static Container at(String url) {
        return new Container(new SecretValue(url));
    }

    private static DocumentContent xml(String text) {
        return new DocumentContent("application/xml", text.getBytes(UTF_8));
    }
}
