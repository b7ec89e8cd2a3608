package io.einvoicing.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.submission.BusinessDocumentKey;
import java.util.Map;

/**
 * Request to submit a business document.
 *
 * <p>The document travels in exactly one of three properties. {@code content} is a JSON object inside the request; it is stored in
 * a canonical form (UTF-8, no white space, members sorted by name, digits of numbers as sent), so that equal content is recognized
 * however it was laid out. {@code contentText} and {@code contentBase64} are stored byte for byte.
 *
 * @param environment name of the service environment
 * @param document which business document it is; sending it twice is safe
 * @param context fields for applicability rules: text, number, true, false, {@code {"date": "2026-01-01"}} or {@code {"uuid": "…"}}
 * @param variables values of the FROM_CLIENT variables, as text
 * @param content the document as a JSON object; null if absent
 * @param contentText the document as text, such as XML in UTF-8; empty if absent, needs {@code mediaType}
 * @param contentBase64 the document's bytes in base64; empty if absent, needs {@code mediaType}
 * @param mediaType media type of the document; for {@code content} it may be left out
 */
public record NewSubmission(
        String environment,
        BusinessDocumentKey document,
        Map<String, FieldValue> context,
        Map<String, String> variables,
        JsonNode content,
        String contentText,
        byte[] contentBase64,
        String mediaType) {
    /** Creates a request whose document is stored byte for byte, without context and variables. */
    public static NewSubmission ofText(
            String environment, BusinessDocumentKey document, String mediaType, String text) {
        return new NewSubmission(
                environment, document, Map.of(), Map.of(), NullNode.getInstance(), text, new byte[0], mediaType);
    }

    /** Returns this request for another environment. */
    public NewSubmission to(String name) {
        return new NewSubmission(name, document, context, variables, content, contentText, contentBase64, mediaType);
    }

    public NewSubmission withContext(Map<String, FieldValue> fields) {
        return new NewSubmission(
                environment, document, fields, variables, content, contentText, contentBase64, mediaType);
    }

    public NewSubmission withVariables(Map<String, String> values) {
        return new NewSubmission(
                environment, document, context, values, content, contentText, contentBase64, mediaType);
    }
}
