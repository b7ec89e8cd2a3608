package io.einvoicing.submission.port;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.kernel.Finding;
import java.util.List;

/** Checks that a submitted document is safe and well-formed before it is accepted. Thread-safe. */
@FunctionalInterface
public interface DocumentInspector {
    /** Returns what forbids the document, such as a DOCTYPE in XML or malformed JSON; empty for media types it does not know. */
    List<Finding> inspect(DocumentContent content);
}
