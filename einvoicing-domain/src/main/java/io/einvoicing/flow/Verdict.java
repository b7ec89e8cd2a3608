package io.einvoicing.flow;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a tax authority's response says about the document.
 *
 * @param status accepted, rejected or another status of the authority's; of a duplicate the original's, or {@link
 *     InvoiceStatus#DUPLICATE} if the response does not tell it
 * @param receipt the authority's own number for the document
 * @param messages what it reported
 * @param documents if it is about a batch, what it says of single documents: the status by submission, as the response has them
 */
public record Verdict(
        InvoiceStatus status, Optional<String> receipt, List<LogMessage> messages, Map<String, String> documents) {
    /** Output of the action that read a verdict: what it says of single documents, a file with a line for each. */
    public static final String DOCUMENTS = "Document verdicts";

    public Verdict {
        messages = List.copyOf(messages);
        documents = Map.copyOf(documents);
    }

    /** A verdict that says nothing of single documents. */
    public Verdict(InvoiceStatus status, Optional<String> receipt, List<LogMessage> messages) {
        this(status, receipt, messages, Map.of());
    }

    /** Tells whether the document is known as a duplicate but neither the original's status nor its receipt was given. */
    public boolean leavesOriginalOpen() {
        return status.equals(InvoiceStatus.DUPLICATE) && receipt.isEmpty();
    }

    /** Returns the output {@value #DOCUMENTS}; empty if nothing is said of single documents. */
    public Optional<ActionOutput> documentVerdicts() {
        if (documents.isEmpty()) {
            return Optional.empty();
        }
        String lines = documents.entrySet().stream()
                .map(each -> oneWord(each.getKey()) + " " + oneWord(each.getValue()) + "\n")
                .sorted()
                .collect(Collectors.joining());
        return Optional.of(new ActionOutput.File(
                DOCUMENTS, new DocumentContent("text/plain", lines.getBytes(StandardCharsets.UTF_8))));
    }

    /** Keeps a text from the response to its own place in its own line. */
    private static String oneWord(String text) {
        return text.strip().replaceAll("\\s+", "_");
    }
}
