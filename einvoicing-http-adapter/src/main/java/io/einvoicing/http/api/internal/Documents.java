package io.einvoicing.http.api.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.kernel.Require;
import jakarta.ws.rs.core.MediaType;
import java.nio.charset.StandardCharsets;

/** Takes the business document out of a request. */
final class Documents {
    private final ObjectMapper json;

    Documents(ObjectMapper json) {
        this.json = json;
    }

    /** Returns the one document that is given in one of three ways. */
    DocumentContent content(JsonNode content, String text, byte[] bytes, String mediaType) {
        boolean embedded = !content.isNull();
        int given = (embedded ? 1 : 0) + (text.isEmpty() ? 0 : 1) + (bytes.length == 0 ? 0 : 1);
        if (given != 1) {
            throw ProblemException.invalidValue(
                    "content",
                    "the document must be given exactly once, and must not be empty",
                    "send one of content (a JSON object), contentText and contentBase64");
        }
        if (embedded) {
            if (!content.isObject()) {
                throw ProblemException.invalidValue(
                        "content", "must be a JSON object", "send other documents as contentText or contentBase64");
            }
            if (!mediaType.isEmpty() && !MediaType.APPLICATION_JSON_TYPE.isCompatible(parse(mediaType))) {
                throw ProblemException.invalidValue(
                        "mediaType", "must be application/json for content", "leave it out");
            }
            return new DocumentContent(MediaType.APPLICATION_JSON, ApiJson.canonical(json, content));
        }
        if (mediaType.isEmpty()) {
            throw ProblemException.invalidValue(
                    "mediaType", "must be given", "send the document's media type, such as application/xml");
        }
        parse(mediaType);
        ProblemException.checked("contentText", () -> Require.wellFormed("it", text));
        return new DocumentContent(mediaType, text.isEmpty() ? bytes : text.getBytes(StandardCharsets.UTF_8));
    }

    private static MediaType parse(String mediaType) {
        return ProblemException.checked("mediaType", () -> MediaType.valueOf(mediaType));
    }
}
