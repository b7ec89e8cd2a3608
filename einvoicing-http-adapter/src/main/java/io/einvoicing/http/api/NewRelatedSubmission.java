package io.einvoicing.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.submission.SubmissionKind;
import java.util.Map;

/**
 * Request to send a correction, cancellation or status change of a former submission's document. The document travels as in
 * {@link NewSubmission}.
 *
 * @param kind CORRECTION, CANCELLATION or STATUS_CHANGE
 * @param context fields for applicability rules; they add to those of the former submission
 * @param variables values of the FROM_CLIENT variables, as text
 * @param content the document as a JSON object; null if absent
 * @param contentText the document as text, such as XML in UTF-8; empty if absent, needs {@code mediaType}
 * @param contentBase64 the document's bytes in base64; empty if absent, needs {@code mediaType}
 * @param mediaType media type of the document; for {@code content} it may be left out
 */
public record NewRelatedSubmission(
        SubmissionKind kind,
        Map<String, FieldValue> context,
        Map<String, String> variables,
        JsonNode content,
        String contentText,
        byte[] contentBase64,
        String mediaType) {
    /** Creates a request whose document is stored byte for byte, without context and variables. */
    public static NewRelatedSubmission ofText(SubmissionKind kind, String mediaType, String text) {
        return new NewRelatedSubmission(kind, Map.of(), Map.of(), NullNode.getInstance(), text, new byte[0], mediaType);
    }

    public NewRelatedSubmission withContext(Map<String, FieldValue> fields) {
        return new NewRelatedSubmission(kind, fields, variables, content, contentText, contentBase64, mediaType);
    }

    public NewRelatedSubmission withVariables(Map<String, String> values) {
        return new NewRelatedSubmission(kind, context, values, content, contentText, contentBase64, mediaType);
    }
}
