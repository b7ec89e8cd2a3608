package io.einvoicing.http.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.kernel.Finding;
import io.einvoicing.submission.port.DocumentInspector;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Checks that a document whose media type is JSON is one well-formed JSON value in UTF-8, no deeper than 64 levels and without
 * duplicate keys, which two readers may understand differently. Reads it once, keeps nothing of it in memory.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 * @since 0.1.0
 */
public final class JsonDocumentInspector implements DocumentInspector {
    private static final int DEPTH = 64;

    private final JsonFactory json = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH).build())
            .build();

    @Override
    public List<Finding> inspect(DocumentContent content) {
        if (!isJson(content.mediaType())) {
            return List.of();
        }
        try (JsonParser parser = json.createParser(utf8(content.bytes()))) {
            return faults(parser);
        } catch (CharacterCodingException e) {
            return List.of(Finding.error("content", "the document is not in UTF-8", "encode it in UTF-8"));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory could not be read", e);
        }
    }

    private static List<Finding> faults(JsonParser parser) throws IOException {
        try {
            int values = 0;
            while (values < 2 && parser.nextToken() != null) {
                parser.skipChildren();
                values++;
            }
            return values == 1
                    ? List.of()
                    : fault("the document must be exactly one JSON value", parser.currentLocation());
        } catch (JsonProcessingException e) {
            return fault(e.getOriginalMessage(), e.getLocation() == null ? parser.currentLocation() : e.getLocation());
        }
    }

    private static List<Finding> fault(String message, JsonLocation at) {
        return List.of(Finding.error(
                "content",
                "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": " + message,
                "correct the JSON there"));
    }

    /** Reads UTF-8 and nothing else: Jackson left alone would also recognize UTF-16 and UTF-32. */
    private static Reader utf8(byte[] bytes) {
        return new InputStreamReader(
                new ByteArrayInputStream(bytes),
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    private static boolean isJson(String mediaType) {
        String essence = mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return essence.equals("application/json") || essence.equals("text/json") || essence.endsWith("+json");
    }
}
