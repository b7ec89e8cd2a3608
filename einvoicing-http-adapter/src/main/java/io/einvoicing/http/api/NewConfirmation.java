package io.einvoicing.http.api;

import io.einvoicing.submission.InvoiceStatus;

/**
 * What a person learned from the authority about a call of which the flow got no answer.
 *
 * @param invoiceStatus what the authority said of the document, such as ACCEPTED or REJECTED
 * @param receipt the authority's own number for it; empty if there is none
 * @param note who said so and when; may be empty
 * @param contentText what the authority handed out, as text; empty if there is nothing, else needs {@code mediaType}
 * @param contentBase64 the same as bytes in base64
 * @param mediaType media type of what was handed out
 */
public record NewConfirmation(
        InvoiceStatus invoiceStatus,
        String receipt,
        String note,
        String contentText,
        byte[] contentBase64,
        String mediaType) {
    /** Creates a confirmation without a file. */
    public static NewConfirmation of(InvoiceStatus invoiceStatus, String receipt, String note) {
        return new NewConfirmation(invoiceStatus, receipt, note, "", new byte[0], "");
    }
}
