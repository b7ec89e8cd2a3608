package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.List;

/**
 * What a feature configures in a connected application: which table's records are sent as which business document, and what comes
 * back.
 *
 * @param tableName table of the ERP, such as {@code CustInvoiceJour}
 * @param documentContext the context from which applicability rules take their fields, such as {@code Customer invoice context}
 * @param modelMapping the mapping that makes the business document
 * @param responseTypes names unique
 */
public record ApplicationSetup(
        String tableName, String documentContext, String modelMapping, List<ResponseType> responseTypes) {
    private static final int MOST_RESPONSE_TYPES = 200;

    public ApplicationSetup {
        Require.name("tableName", tableName);
        Require.name("documentContext", documentContext);
        Require.name("modelMapping", modelMapping);
        responseTypes = List.copyOf(responseTypes);
        Require.atMost("responseTypes", MOST_RESPONSE_TYPES, responseTypes);
        Require.distinct("responseTypes", "name", responseTypes, ResponseType::name);
    }

    /** Returns what tells the setup from the others of its feature version. */
    public Key key() {
        return new Key(tableName, documentContext);
    }

    /**
     * What tells application setups apart.
     *
     * @param tableName table of the ERP
     * @param documentContext context of the document
     */
    public record Key(String tableName, String documentContext) {
        @Override
        public String toString() {
            return tableName + ", " + documentContext;
        }
    }
}
