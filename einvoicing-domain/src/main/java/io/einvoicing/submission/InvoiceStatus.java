package io.einvoicing.submission;

import io.einvoicing.kernel.Require;

/**
 * The tax authority's verdict on the document; separate from the submission's status: COMPLETED with REJECTED is normal.
 *
 * @param code capital letters, digits and underscores, at most 40
 */
public record InvoiceStatus(String code) {
    public static final InvoiceStatus ACCEPTED = new InvoiceStatus("ACCEPTED");
    public static final InvoiceStatus REJECTED = new InvoiceStatus("REJECTED");

    /** The authority has the document already, and its answer does not say what became of that. */
    public static final InvoiceStatus DUPLICATE = new InvoiceStatus("DUPLICATE");

    public InvoiceStatus {
        Require.line("invoice status", code, 40);
        if (!code.matches("[A-Z][A-Z0-9_]*")) {
            throw new IllegalArgumentException(
                    "invoice status must be capital letters, digits and underscores, was \"" + code + "\"");
        }
    }

    @Override
    public String toString() {
        return code;
    }
}
