package io.einvoicing.flow.port;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.flow.Verdict;
import java.util.Optional;

/** Reads a web service's response by means of a format configuration. Thread-safe. */
public interface ResponseParser {
    /**
     * Returns the verdict that the response holds; empty if it is complete but no verdict, such as a gateway's error page, or is not
     * readable at all.
     *
     * @throws IllegalArgumentException if the parser itself is faulty, such as a stylesheet that does not compile
     */
    Optional<Verdict> parse(FormatConfiguration parser, DocumentContent response);
}
