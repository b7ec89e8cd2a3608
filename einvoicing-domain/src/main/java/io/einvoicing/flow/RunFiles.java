package io.einvoicing.flow;

import com.google.common.hash.Hashing;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.document.StoredFile;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.submission.EnvironmentStorage;
import io.einvoicing.submission.FileNames;
import io.einvoicing.submission.Submission;
import io.einvoicing.vault.VaultUse;
import java.util.HashMap;
import java.util.Map;

/** Files of one run of a submission: stored in the customer's container, and kept at hand while the run lasts. */
final class RunFiles {
    private final Submission submission;
    private final EnvironmentStorage storage;
    private final Map<String, byte[]> atHand = new HashMap<>();

    RunFiles(FlowEngine.Ports ports, PublishedEnvironment environment, Submission submission) {
        this.submission = submission;
        this.storage = EnvironmentStorage.open(
                environment,
                VaultUse.bySubmission(submission.tenant(), submission.id().value()),
                ports.vaults(),
                ports.documents());
    }

    StoredFile store(int position, String action, int attempt, String output, DocumentContent content) {
        String sha256 = Hashing.sha256().hashBytes(content.bytes()).toString();
        String name = FileNames.of(
                submission.id(),
                submission.order().submittedAt(),
                position,
                action,
                attempt,
                output,
                content.mediaType(),
                sha256);
        storage.store(name, content);
        atHand.put(name, content.bytes());
        return new StoredFile(name, content.mediaType(), content.bytes().length, sha256);
    }

    /** Stores a file under a name that is not the submission's own. */
    void keep(String name, DocumentContent content) {
        storage.store(name, content);
    }

    DocumentContent read(StoredFile file) {
        byte[] bytes = atHand.computeIfAbsent(file.name(), storage::read);
        return new DocumentContent(file.mediaType(), bytes);
    }

    /**
     * Reads a file that another submission left, and does not keep it at hand.
     *
     * @throws IllegalStateException if it is not what was stored
     */
    DocumentContent readOnce(StoredFile file) {
        byte[] bytes = storage.read(file.name());
        if (!Hashing.sha256().hashBytes(bytes).toString().equals(file.sha256())) {
            throw new IllegalStateException("the file \"" + file.name() + "\" was altered in the customer's storage");
        }
        return new DocumentContent(file.mediaType(), bytes);
    }

    /**
     * Reads a stored request for sending it again.
     *
     * @throws IllegalStateException if it is not what was stored
     */
    DocumentContent readBack(StoredFile request) {
        DocumentContent content = read(request);
        if (!Hashing.sha256().hashBytes(content.bytes()).toString().equals(request.sha256())) {
            throw new IllegalStateException(
                    "the stored request \"" + request.name() + "\" was altered in the customer's storage");
        }
        return content;
    }
}
