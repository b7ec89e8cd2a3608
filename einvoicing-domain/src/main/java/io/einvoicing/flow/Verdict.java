package io.einvoicing.flow;

import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import java.util.List;
import java.util.Optional;

/**
 * What a tax authority's response says about the document.
 *
 * @param status accepted, rejected or another status of the authority's; of a duplicate the original's, or {@link
 *     InvoiceStatus#DUPLICATE} if the response does not tell it
 * @param receipt the authority's own number for the document
 * @param messages what it reported
 */
public record Verdict(InvoiceStatus status, Optional<String> receipt, List<LogMessage> messages) {
    public Verdict {
        messages = List.copyOf(messages);
    }

    /** Tells whether the document is known as a duplicate but neither the original's status nor its receipt was given. */
    public boolean leavesOriginalOpen() {
        return status.equals(InvoiceStatus.DUPLICATE) && receipt.isEmpty();
    }
}
