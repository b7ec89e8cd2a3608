package io.einvoicing.submission;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.kernel.Require;
import java.util.Map;

/**
 * A business document that an ERP hands in.
 *
 * @param environment name of the service environment; compares exactly
 * @param document which business document it is
 * @param context fields for applicability rules, such as country or model, at most 100; the service adds {@value #LEGAL_ENTITY} and
 *     {@value #DOCUMENT_CONTEXT} from the document key
 * @param variables values of the FROM_CLIENT variables, at most 100
 * @param content the business data
 */
public record SubmitCommand(
        String environment,
        BusinessDocumentKey document,
        Map<String, FieldValue> context,
        Map<String, String> variables,
        DocumentContent content) {
    /** Context field with the key's legal entity. */
    public static final String LEGAL_ENTITY = "LegalEntityID";

    /** Context field with the key's document context. */
    public static final String DOCUMENT_CONTEXT = "DocumentContext";

    public SubmitCommand {
        Require.name("environment", environment);
        context = Map.copyOf(context);
        variables = Map.copyOf(variables);
        check(context, variables, content);
    }

    /** Checks what every command carries that sends a document. */
    static void check(Map<String, FieldValue> context, Map<String, String> variables, DocumentContent content) {
        if (context.size() > 100) {
            throw new IllegalArgumentException("context must have at most 100 fields, has " + context.size());
        }
        if (variables.size() > 100) {
            throw new IllegalArgumentException("variables must be at most 100, are " + variables.size());
        }
        context.keySet().forEach(name -> Require.name("context: name", name));
        variables.keySet().forEach(name -> Require.name("variables: name", name));
        Require.line("mediaType", content.mediaType(), 100);
    }
}
