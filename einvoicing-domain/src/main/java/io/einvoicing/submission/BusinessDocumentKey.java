package io.einvoicing.submission;

import io.einvoicing.kernel.Require;

/**
 * Says which business document a submission is about, in the sender's own terms; never the printed number, which can change.
 * Together with tenant, environment and direction it is what is counted once.
 *
 * @param erpApplication id of the ERP instance, at most 64 characters
 * @param legalEntity the company in the ERP, at most 64 characters
 * @param documentContext kind of document, such as {@code Customer invoice}, at most 64 characters
 * @param sourceRecord id of the record in the ERP, at most 128 characters
 */
public record BusinessDocumentKey(
        String erpApplication, String legalEntity, String documentContext, String sourceRecord) {
    public BusinessDocumentKey {
        Require.line("erpApplication", erpApplication, 64);
        Require.line("legalEntity", legalEntity, 64);
        Require.line("documentContext", documentContext, 64);
        Require.line("sourceRecord", sourceRecord, 128);
    }

    @Override
    public String toString() {
        return erpApplication + "/" + legalEntity + "/" + documentContext + "/" + sourceRecord;
    }
}
