package io.einvoicing.http.signing.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import org.erdtman.jcs.JsonCanonicalizer;

/**
 * The canonical form of JSON.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">Source: RFC 8785</a>
 */
public final class CanonicalJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private CanonicalJson() {}

    /**
     * Returns the document in its canonical form.
     *
     * @throws IllegalArgumentException if it is no JSON with names that are unique in their objects, or a number would lose digits,
     *     which the canonical form keeps as binary floating point
     */
    public static byte[] of(byte[] document) {
        try (JsonParser parser = JSON.createParser(document)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric() && !isExact(parser.getText())) {
                    throw new IllegalArgumentException("the number at line "
                            + parser.currentTokenLocation().getLineNr()
                            + " would lose digits in the canonical form of JSON: write it as a string");
                }
            }
            return new JsonCanonicalizer(document).getEncodedUTF8();
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the file to sign is not JSON with one value and unique names, which its canonical form needs", e);
        }
    }

    private static boolean isExact(String number) {
        double binary = Double.parseDouble(number);
        return Double.isFinite(binary)
                && new BigDecimal(number).compareTo(new BigDecimal(Double.toString(binary))) == 0;
    }
}
