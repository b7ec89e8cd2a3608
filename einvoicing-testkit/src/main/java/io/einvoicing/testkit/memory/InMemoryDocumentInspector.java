package io.einvoicing.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.kernel.Finding;
import io.einvoicing.submission.port.DocumentInspector;
import java.util.List;
import java.util.regex.Pattern;

/** Knows one toy format, {@code text/x-brackets}: text in square brackets that holds no exclamation mark. */
public final class InMemoryDocumentInspector implements DocumentInspector {
    public static final String MEDIA_TYPE = "text/x-brackets";

    private static final Pattern SOUND = Pattern.compile("\\[[^!]*]");

    @Override
    public List<Finding> inspect(DocumentContent content) {
        if (!content.mediaType().equals(MEDIA_TYPE)
                || SOUND.matcher(new String(content.bytes(), UTF_8)).matches()) {
            return List.of();
        }
        return List.of(
                Finding.error("content", "the text is not in brackets", "write [text] without exclamation marks"));
    }
}
