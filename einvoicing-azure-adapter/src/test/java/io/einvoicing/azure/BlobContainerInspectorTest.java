package io.einvoicing.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.storage.blob.models.BlobAccessPolicy;
import com.azure.storage.blob.models.BlobSignedIdentifier;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerState;
import io.einvoicing.document.ContainerState.Permission;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.testkit.contract.ContainerInspectorContract;
import io.einvoicing.vault.SecretValue;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of containers as Azurite emulates them. */
class BlobContainerInspectorTest extends ContainerInspectorContract {
    private static final String NO_NODE =
            "Node.js with npm is not installed, so containers are not inspected against Azurite";

    private static @Nullable Azurite azurite;

    private final BlobDocumentStore store =
            new BlobDocumentStore(new AzureConnection(uri -> true, Duration.ofSeconds(30), 2, Optional.empty()));

    @BeforeAll
    static void startAzurite() throws Exception {
        if (Azurite.isAvailable()) {
            azurite = Azurite.start();
        } else {
            System.err.println("SKIPPED: " + NO_NODE);
        }
    }

    @BeforeEach
    void needsAzurite() {
        assumeTrue(azurite != null, NO_NODE);
    }

    @AfterAll
    static void stopAzurite() {
        if (azurite != null) {
            azurite.close();
        }
    }

    @Override
    protected ContainerInspector inspector() {
        return store;
    }

    @Override
    protected DocumentStore store() {
        return store;
    }

    @Override
    protected Container emptyContainer() {
        return container("rcl", 1);
    }

    @Override
    protected Container refusingContainer() {
        return container("rcl", -1);
    }

    @Override
    protected Container unreachableContainer() {
        return at(
                "http://127.0.0.1:1/devstoreaccount1/first?sp=rcl&sr=c&sv=2022-11-02&se=2999-01-01T00:00:00Z&sig=c2VjcmV0LXRva2Vu");
    }

    @Test
    void tellsWhenTheTokenEnds() {
        assertThat(store.inspect(container("rcl", 3)).expiresAt())
                .hasValueSatisfying(end -> assertThat(end)
                        .isBetween(
                                OffsetDateTime.now(ZoneOffset.UTC).plusDays(2).toInstant(),
                                OffsetDateTime.now(ZoneOffset.UTC).plusDays(4).toInstant()));
    }

    @ParameterizedTest
    @CsvSource({"r,CREATE LIST", "cl,READ", "rc,LIST", "rwl,''", "racwdl,''"})
    void tellsWhatTheTokenDoesNotPermit(String permissions, String missing) {
        ContainerState state = store.inspect(container(permissions, 1));

        assertThat(state.missing())
                .extracting(Permission::name)
                .containsExactlyInAnyOrder(missing.isEmpty() ? new String[0] : missing.split(" "));
        assertThat(state.findings()).hasSize(missing.isEmpty() ? 0 : 1);
    }

    @ParameterizedTest
    @CsvSource({"rcl,''", "rl,CREATE", "cl,READ", "rc,LIST"})
    void triesWhatAStoredAccessPolicyPermitsAndLeavesNothingBehind(String permissions, String missing) {
        Container container = withStoredPolicy(permissions);

        ContainerState state = store.inspect(container);

        assertThat(state.missing())
                .extracting(Permission::name)
                .as("%s", state.findings())
                .containsExactlyInAnyOrder(missing.isEmpty() ? new String[0] : missing.split(" "));
        assertThat(state.findings()).hasSize(missing.isEmpty() ? 0 : 1);
        assertThat(state.expiresAt()).isEmpty();
        assertThat(azurite.owner(name(container)).listBlobs()).isEmpty();
    }

    @Test
    void saysThatTheContainerDoesNotExist() {
        ContainerState state = store.inspect(azurite.container("missing", BlobContainerSasPermission.parse("rcl"), 1));

        assertThat(state.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("no such container"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not a url?sig=c2VjcmV0LXRva2Vu",
                "c2VjcmV0LXRva2Vu",
                "file:///tmp/c2VjcmV0LXRva2Vu",
                "sv=2022-11-02&sp=rcl&sig=c2VjcmV0LXRva2Vu",
                "https://account.blob.core.windows.net/container"
            })
    void saysThatTheSecretHoldsNoSasUrlWithoutRepeatingIt(String secret) {
        ContainerState state = store.inspect(at(secret));

        assertThat(state.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.message()).contains("Blob SAS URL");
            assertThat(state.toString()).doesNotContain("c2VjcmV0LXRva2Vu");
        });
    }

    @Test
    void saysThatTheHostIsNotAllowed() {
        ContainerState state = new BlobDocumentStore(AzureConnection.toPublicClouds())
                .inspect(at("https://169.254.169.254/account/metadata?sp=rcl&sr=c&sv=2022-11-02&sig=c2VjcmV0LXRva2Vu"));

        assertThat(state.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("169.254.169.254"));
    }

    private static Container container(String permissions, int days) {
        String name = "inspected-" + UUID.randomUUID();
        azurite.createContainer(name);
        return azurite.container(name, BlobContainerSasPermission.parse(permissions), days);
    }

    private static Container withStoredPolicy(String permissions) {
        String name = "policy-" + UUID.randomUUID();
        azurite.createContainer(name);
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        azurite.owner(name)
                .setAccessPolicy(
                        null,
                        List.of(new BlobSignedIdentifier()
                                .setId("einvoicing")
                                .setAccessPolicy(new BlobAccessPolicy()
                                        .setStartsOn(now.minusDays(1))
                                        .setExpiresOn(now.plusDays(1))
                                        .setPermissions(permissions))));
        String token = azurite.owner(name).generateSas(new BlobServiceSasSignatureValues("einvoicing"));
        return at(azurite.owner(name).getBlobContainerUrl() + "?" + token);
    }

    private static String name(Container container) {
        String path = container.url().reveal().split("[?]", 2)[0];
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static Container at(String url) {
        return new Container(new SecretValue(url));
    }
}
