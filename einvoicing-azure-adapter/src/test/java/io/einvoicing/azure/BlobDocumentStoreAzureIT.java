package io.einvoicing.azure;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.einvoicing.document.Container;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.testkit.contract.DocumentStoreContract;
import io.einvoicing.vault.SecretValue;
import org.junit.jupiter.api.BeforeEach;

/**
 * Blob Storage itself, where two containers are given: {@code EINVOICING_TEST_BLOB_SAS_URL} and
 * {@code EINVOICING_TEST_BLOB_OTHER_SAS_URL}, each with the permissions read and create.
 */
class BlobDocumentStoreAzureIT extends DocumentStoreContract {
    private static final String FIRST = "EINVOICING_TEST_BLOB_SAS_URL";
    private static final String SECOND = "EINVOICING_TEST_BLOB_OTHER_SAS_URL";

    private final BlobDocumentStore store = new BlobDocumentStore(AzureConnection.to(uri -> true));

    @BeforeEach
    void needsAddresses() {
        assumeTrue(
                System.getenv(FIRST) != null && System.getenv(SECOND) != null,
                "SKIPPED: set " + FIRST + " and " + SECOND + " to test against Azure itself");
    }

    @Override
    protected DocumentStore store() {
        return store;
    }

    @Override
    protected Container container() {
        return new Container(new SecretValue(System.getenv(FIRST)));
    }

    @Override
    protected Container otherContainer() {
        return new Container(new SecretValue(System.getenv(SECOND)));
    }

    @Override
    protected Container inaccessibleContainer() {
        return new Container(
                new SecretValue(System.getenv(FIRST).replaceAll("sig=[^&]*", "sig=Zm9yZ2VkLXNpZ25hdHVyZQ%3D%3D")));
    }

    @Override
    protected Container unreachableContainer() {
        return new Container(new SecretValue("https://127.0.0.1:1/account/container?sig=c2VjcmV0LXRva2Vu"));
    }
}
