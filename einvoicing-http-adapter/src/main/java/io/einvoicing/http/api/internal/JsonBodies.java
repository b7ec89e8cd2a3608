package io.einvoicing.http.api.internal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.MessageBodyWriter;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PushbackReader;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the API's bodies, all of which are records of this project; other types are left to other providers of the
 * server, and these records are not left to them.
 */
@Provider
// A request without a body says no media type, which is read as any bytes; a body of that type never gets here.
@Consumes({MediaType.APPLICATION_JSON, MediaType.APPLICATION_OCTET_STREAM})
@Produces({MediaType.APPLICATION_JSON, Problem.MEDIA_TYPE})
public final class JsonBodies implements MessageBodyReader<Record>, MessageBodyWriter<Record> {
    private static final Pattern ENCODINGS =
            Pattern.compile("(?:gzip|x-gzip|identity)(?: *, *(?:gzip|x-gzip|identity))*", Pattern.CASE_INSENSITIVE);

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final ObjectMapper json;

    JsonBodies(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isOurs(type);
    }

    @Override
    public @Nullable Record readFrom(
            Class<Record> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body)
            throws IOException {
        String charset = mediaType.getParameters().get(MediaType.CHARSET_PARAMETER);
        if (charset != null && !charset.equalsIgnoreCase("utf-8")) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "the body must be in UTF-8, not in " + charset);
        }
        requireKnownEncoding(headers.getOrDefault(HttpHeaders.CONTENT_ENCODING, List.of()));
        PushbackReader input = new PushbackReader(new InputStreamReader(
                body,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        try {
            boolean empty = isEmpty(input);
            if (empty && Arrays.stream(annotations).anyMatch(OptionalBody.class::isInstance)) {
                return null;
            }
            Record value = json.readerFor(json.constructType(genericType)).readValue(input);
            if (value == null) {
                throw ProblemException.invalidValue("", "the body must be a JSON object", "send one");
            }
            return value;
        } catch (IOException e) {
            throw JsonProblems.of(e);
        }
    }

    /** Refuses what the server has not decoded before: gzip it may have. */
    private static void requireKnownEncoding(List<String> encodings) {
        for (String encoding : encodings) {
            if (!ENCODINGS.matcher(encoding).matches()) {
                throw new ProblemException(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "the body must be sent as it is, without the Content-Encoding \"" + encoding + "\"");
            }
        }
    }

    /** Tells whether nothing follows, leaving out the byte order mark with which some programs begin a text in UTF-8. */
    private static boolean isEmpty(PushbackReader input) throws IOException {
        int first = input.read();
        if (first == BYTE_ORDER_MARK) {
            return isEmpty(input);
        }
        if (first >= 0) {
            input.unread(first);
        }
        return first < 0;
    }

    @Override
    public boolean isWriteable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return isOurs(type);
    }

    @Override
    public void writeTo(
            Record value,
            Class<?> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, Object> headers,
            OutputStream body)
            throws IOException {
        json.writeValue(body, value);
    }

    private static boolean isOurs(Class<?> type) {
        return type.isRecord() && type.getName().startsWith("io.einvoicing.");
    }
}
