package io.einvoicing.http.api.internal;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.flow.Direction;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.usage.UsageEntry;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Base64;

/** The text that says where a page of entries ended. */
final class EntryCursor {
    /** No part of a document's key contains a control character. */
    private static final String SEPARATOR = "\n";

    private EntryCursor() {}

    static String print(UsageEntry entry) {
        BusinessDocumentKey document = entry.document();
        String text = String.join(
                SEPARATOR,
                entry.billingDay().toString(),
                entry.environment().toString(),
                document.erpApplication(),
                document.legalEntity(),
                document.documentContext(),
                document.sourceRecord());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if it is none that was printed
     */
    static UsageEntry.Cursor parse(Direction direction, String cursor) {
        try {
            String[] parts =
                    new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(SEPARATOR, -1);
            if (parts.length == 6) {
                return new UsageEntry.Cursor(
                        LocalDate.parse(parts[0]),
                        new UsageEntry.Key(
                                EnvironmentId.parse(parts[1]),
                                direction,
                                new BusinessDocumentKey(parts[2], parts[3], parts[4], parts[5])));
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // Told below: a cursor has no parts that a sender could correct.
        }
        throw new IllegalArgumentException("must be the next of the page before");
    }
}
