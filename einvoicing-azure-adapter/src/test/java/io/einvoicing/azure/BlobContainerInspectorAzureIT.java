package io.einvoicing.azure;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.util.Configuration;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import io.einvoicing.document.Container;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.testkit.contract.ContainerInspectorContract;
import io.einvoicing.vault.SecretValue;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * The state of containers in Blob Storage itself, where an account is given: {@code EINVOICING_TEST_STORAGE_CONNECTION_STRING}, with
 * the account's key. Each test makes containers of its own and deletes them.
 */
class BlobContainerInspectorAzureIT extends ContainerInspectorContract {
    private static final String ACCOUNT = "EINVOICING_TEST_STORAGE_CONNECTION_STRING";

    private static final String NO_ACCOUNT = "set " + ACCOUNT + " to inspect containers of Azure itself";

    private final AzureConnection connection = AzureConnection.to(uri -> true);
    private final BlobDocumentStore store = new BlobDocumentStore(connection);
    private final List<BlobContainerClient> created = new ArrayList<>();
    private BlobServiceClient account;

    @BeforeAll
    static void tellWhatIsSkipped() {
        if (System.getenv(ACCOUNT) == null) {
            System.err.println("SKIPPED: " + NO_ACCOUNT);
        }
    }

    @BeforeEach
    void connect() {
        assumeTrue(System.getenv(ACCOUNT) != null, NO_ACCOUNT);
        account = new BlobServiceClientBuilder()
                .connectionString(System.getenv(ACCOUNT))
                .configuration(Configuration.NONE)
                .httpClient(connection.httpClient())
                .buildClient();
    }

    @AfterEach
    void delete() {
        created.forEach(BlobContainerClient::delete);
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
        return container(1);
    }

    @Override
    protected Container refusingContainer() {
        return container(-1);
    }

    @Override
    protected Container unreachableContainer() {
        return new Container(
                new SecretValue(
                        "https://127.0.0.1:1/account/container?sp=rcl&sr=c&sv=2022-11-02&se=2999-01-01T00:00:00Z&sig=c2VjcmV0LXRva2Vu"));
    }

    /** Returns a new container with a token that is valid for the days from now; a negative number makes an expired one. */
    private Container container(int days) {
        BlobContainerClient container = account.createBlobContainer("einvoicing-test-" + UUID.randomUUID());
        created.add(container);
        OffsetDateTime now = OffsetDateTime.now(ZoneOffset.UTC);
        String token = container.generateSas(
                new BlobServiceSasSignatureValues(now.plusDays(days), BlobContainerSasPermission.parse("rcl"))
                        .setStartTime(now.minusDays(10)));
        return new Container(new SecretValue(container.getBlobContainerUrl() + "?" + token));
    }
}
