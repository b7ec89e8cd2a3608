package io.einvoicing.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
import com.azure.storage.blob.specialized.BlockBlobClient;
import io.einvoicing.document.ContainerState;
import io.einvoicing.document.ContainerState.Permission;
import io.einvoicing.kernel.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One look at a customer's container: what its SAS URL says, what the storage answers, what lies at its top.
 *
 * <p>A URL with a stored access policy does not say what it permits. Then it is tried, without leaving anything behind: a blob that
 * nobody stored is read, and written on the condition that it exists already.
 */
final class ContainerInspection {
    private static final String REMEDY = "make a new SAS URL and put it into the storage secret";
    private static final String NEVER_STORED = "einvoicing-never-stored";

    private final SasUrl url;
    private final BlobContainerClient container;
    private final Duration timeout;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Permission> missing = EnumSet.noneOf(Permission.class);
    private final List<String> undeclared = new ArrayList<>();

    ContainerInspection(SasUrl url, BlobContainerClient container, Duration timeout) {
        this.url = url;
        this.container = container;
        this.timeout = timeout;
    }

    /** @throws RuntimeException of the SDK if the storage gave no usable answer */
    ContainerState inspect() {
        if (!url.isOfContainer()) {
            findings.add(
                    error(
                            "the storage secret holds a SAS URL of something else than one container",
                            "put the Blob SAS URL of the container into it, not that of a blob, a file share or the whole account"));
        }
        missing.addAll(url.missing());
        if (list()) {
            if (!url.tellsPermissions()) {
                tryPermissions();
            }
            if (!missing.isEmpty()) {
                findings.add(
                        error(
                                "the SAS URL does not permit " + missing,
                                "make a new SAS URL with the permissions read, create and list and put it into the storage secret"));
            }
        }
        return new ContainerState(url.address(), url.expiresAt(), missing, findings, undeclared);
    }

    /** Returns false if the storage refuses the URL as a whole. */
    private boolean list() {
        try {
            for (BlobItem item : container
                    .listBlobsByHierarchy("/", new ListBlobsOptions().setMaxResultsPerPage(1_000), timeout)
                    .iterableByPage()
                    .iterator()
                    .next()
                    .getValue()) {
                if (!ContainerState.isOwn(item.getName()) && undeclared.size() < ContainerState.MAX_UNDECLARED) {
                    undeclared.add(item.getName());
                }
            }
            return true;
        } catch (BlobStorageException e) {
            if (BlobErrorCode.AUTHORIZATION_PERMISSION_MISMATCH.equals(e.getErrorCode())) {
                missing.add(Permission.LIST);
                return true;
            }
            if (e.getStatusCode() == 401 || e.getStatusCode() == 403) {
                findings.add(error(
                        "the storage refuses the SAS URL, which has expired or was revoked: "
                                + AzureFailure.describe(e),
                        REMEDY));
                return false;
            }
            if (e.getStatusCode() == 404) {
                findings.add(error(
                        "the storage account holds no such container: " + AzureFailure.describe(e),
                        "create the container, or correct the SAS URL in the storage secret"));
                return false;
            }
            throw e;
        }
    }

    private void tryPermissions() {
        BlockBlobClient blob = container.getBlobClient(NEVER_STORED).getBlockBlobClient();
        tryPermission(Permission.READ, () -> blob.existsWithResponse(timeout, Context.NONE));
        tryPermission(
                Permission.CREATE,
                () -> blob.uploadWithResponse(
                        new BlockBlobSimpleUploadOptions(BinaryData.fromBytes(new byte[0]))
                                .setRequestConditions(new BlobRequestConditions().setIfMatch("\"0x0\"")),
                        timeout,
                        Context.NONE));
    }

    private void tryPermission(Permission permission, Runnable attempt) {
        try {
            attempt.run();
        } catch (BlobStorageException e) {
            if (e.getStatusCode() == 401 || e.getStatusCode() == 403) {
                missing.add(permission);
            } else if (e.getStatusCode() != 404 && e.getStatusCode() != 412) {
                throw e;
            }
        }
    }

    private static Finding error(String message, String remedy) {
        return Finding.error(ContainerState.FIELD, message, remedy);
    }
}
