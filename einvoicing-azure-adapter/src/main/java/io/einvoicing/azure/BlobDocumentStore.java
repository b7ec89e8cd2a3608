package io.einvoicing.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobHttpHeaders;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.DownloadRetryOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import io.einvoicing.document.Container;
import io.einvoicing.document.ContainerState;
import io.einvoicing.document.DocumentConflictException;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.DocumentName;
import io.einvoicing.document.DocumentNotFoundException;
import io.einvoicing.document.DocumentStoreUnavailableException;
import io.einvoicing.document.port.ContainerInspector;
import io.einvoicing.document.port.DocumentStore;
import io.einvoicing.kernel.Finding;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps files as block blobs in the customers' containers, each addressed by its Blob SAS URL. Thread-safe.
 *
 * <p>The SAS needs the permissions read and create, and list to be inspected. Creating is one request that the storage refuses if the blob exists; only
 * then is the stored content read and compared. No exception or log line holds the URL's query.
 *
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/storageservices/put-blob">Source: Put Blob</a>
 */
public final class BlobDocumentStore implements DocumentStore, ContainerInspector {
    /** Largest file that is read, in bytes; whoever owns the container could put anything there. */
    private static final int LARGEST_FILE = 200_000_000;

    private static final String NOT_A_SAS_URL =
            "the storage secret must hold a container's Blob SAS URL: https://ACCOUNT/CONTAINER?TOKEN";

    private static final Duration RETRY_DELAY = Duration.ofMillis(200);
    private static final Duration LONGEST_RETRY_DELAY = Duration.ofSeconds(2);

    private final AzureConnection connection;
    private final HttpClient http;
    private final Duration wholeCall;
    private final Cache<Container, BlobContainerClient> clients =
            CacheBuilder.newBuilder().maximumSize(1_000).build();

    public BlobDocumentStore(AzureConnection connection) {
        this.connection = connection;
        this.http = connection.httpClient();
        this.wholeCall = connection.timeout().plus(LONGEST_RETRY_DELAY).multipliedBy(connection.tries());
    }

    @Override
    public void store(Container container, String name, DocumentContent content) {
        BlockBlobClient blob = blob(container, name);
        BlockBlobSimpleUploadOptions create = new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(content.bytes()))
                .setHeaders(new BlobHttpHeaders().setContentType(content.mediaType()))
                .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*"));
        try {
            blob.uploadWithResponse(create, wholeCall, Context.NONE);
        } catch (BlobStorageException e) {
            if (!mayExist(e) || !isStored(blob, name, content)) {
                throw unavailable("store", name, e);
            }
        } catch (RuntimeException e) {
            throw unavailable("store", name, e);
        }
    }

    @Override
    public byte[] read(Container container, String name) {
        return download(blob(container, name), name, 0);
    }

    @Override
    public ContainerState inspect(Container container) {
        Optional<SasUrl> url = SasUrl.parse(container);
        if (url.isEmpty()) {
            return unusable("", NOT_A_SAS_URL, "put the container's Blob SAS URL into the storage secret");
        }
        URI address = address(container, "");
        if (!connection.allowed().test(address)) {
            return unusable(
                    url.get().address(),
                    "the storage host " + address.getHost() + " is not among those that the service may call",
                    "use a storage account of a public Azure cloud, or ask the operator to allow the host");
        }
        try {
            return new ContainerInspection(url.get(), client(container, ""), wholeCall).inspect();
        } catch (DocumentStoreUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unavailable("inspect", "the container", e);
        }
    }

    private static ContainerState unusable(String address, String message, String remedy) {
        return new ContainerState(
                address,
                Optional.empty(),
                Set.of(),
                List.of(Finding.error(ContainerState.FIELD, message, remedy)),
                List.of());
    }

    /** With a token that creates but never writes, the storage refuses an existing blob for lack of permission. */
    private static boolean mayExist(BlobStorageException refusal) {
        BlobErrorCode code = refusal.getErrorCode();
        return BlobErrorCode.BLOB_ALREADY_EXISTS.equals(code)
                || BlobErrorCode.CONDITION_NOT_MET.equals(code)
                || BlobErrorCode.BLOB_IMMUTABLE_DUE_TO_POLICY.equals(code)
                || BlobErrorCode.UNAUTHORIZED_BLOB_OVERWRITE.equals(code)
                || BlobErrorCode.AUTHORIZATION_PERMISSION_MISMATCH.equals(code);
    }

    private boolean isStored(BlockBlobClient blob, String name, DocumentContent content) {
        byte[] stored;
        try {
            stored = download(blob, name, content.bytes().length);
        } catch (DocumentNotFoundException e) {
            return false;
        }
        if (!Arrays.equals(stored, content.bytes())) {
            throw new DocumentConflictException(name, "the container holds other content as " + name, null);
        }
        return true;
    }

    private byte[] download(BlockBlobClient blob, String name, int expectedLength) {
        Bounded bytes = new Bounded(expectedLength);
        try {
            blob.downloadStreamWithResponse(
                    bytes,
                    null,
                    new DownloadRetryOptions().setMaxRetryRequests(connection.tries() - 1),
                    null,
                    false,
                    wholeCall,
                    Context.NONE);
            return bytes.toByteArray();
        } catch (BlobStorageException e) {
            if (BlobErrorCode.BLOB_NOT_FOUND.equals(e.getErrorCode())) {
                throw new DocumentNotFoundException(name, "the container holds no file " + name, null);
            }
            throw unavailable("read", name, e);
        } catch (RuntimeException e) {
            if (bytes.full) {
                throw new DocumentStoreUnavailableException(
                        name, name + " holds more than " + LARGEST_FILE + " bytes", null);
            }
            throw unavailable("read", name, e);
        }
    }

    private BlockBlobClient blob(Container container, String name) {
        DocumentName.require(name);
        URI address = address(container, name);
        if (!connection.allowed().test(address)) {
            throw new DocumentStoreUnavailableException(
                    name, "no call was made: " + address.getHost() + " is not among the allowed hosts", null);
        }
        return client(container, name).getBlobClient(name).getBlockBlobClient();
    }

    private BlobContainerClient client(Container container, String name) {
        @Nullable BlobContainerClient client = clients.getIfPresent(container);
        if (client == null) {
            client = connect(container, name);
            clients.put(container, client);
        }
        return client;
    }

    /** Returns the container's address without the query, which is its token. */
    private static URI address(Container container, String name) {
        try {
            URI url = new URI(container.url().reveal());
            if (url.getHost() != null && url.getUserInfo() == null) {
                return new URI(url.getScheme(), null, url.getHost(), url.getPort(), url.getPath(), null, null);
            }
        } catch (URISyntaxException e) {
            // Told below: this exception's message holds the whole URL.
        }
        throw notASasUrl(name);
    }

    private BlobContainerClient connect(Container container, String name) {
        try {
            return new BlobContainerClientBuilder()
                    .endpoint(container.url().reveal())
                    .httpClient(http)
                    .retryOptions(new RequestRetryOptions(
                            RetryPolicyType.EXPONENTIAL,
                            connection.tries(),
                            connection.timeout(),
                            RETRY_DELAY,
                            LONGEST_RETRY_DELAY,
                            null))
                    .buildClient();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw notASasUrl(name);
        }
    }

    private static DocumentStoreUnavailableException notASasUrl(String name) {
        return new DocumentStoreUnavailableException(name, NOT_A_SAS_URL, null);
    }

    private static DocumentStoreUnavailableException unavailable(String verb, String name, RuntimeException failure) {
        String message = "cannot " + verb + " " + name + ": " + AzureFailure.describe(failure);
        return isRefusal(failure)
                ? DocumentStoreUnavailableException.refused(name, message, null)
                : new DocumentStoreUnavailableException(name, message, AzureFailure.networkCause(failure));
    }

    private static boolean isRefusal(RuntimeException failure) {
        return failure instanceof BlobStorageException answered
                && (answered.getStatusCode() == 401 || answered.getStatusCode() == 403);
    }

    private static final class Bounded extends ByteArrayOutputStream {
        private volatile boolean full;

        private Bounded(int expectedLength) {
            super(expectedLength);
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            if (length > LARGEST_FILE - count) {
                full = true;
                throw new IllegalStateException("file too large");
            }
            super.write(bytes, offset, length);
        }
    }
}
