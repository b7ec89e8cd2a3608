package io.einvoicing.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.flow.Verdict;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.submission.InvoiceStatus;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Reads responses with a regular expression: its group {@code status} is the status, its group {@code receipt} the receipt. */
public final class InMemoryResponseParser implements ResponseParser {
    /** Reads bodies such as {@code verdict ACCEPTED} and {@code verdict ACCEPTED R-1}. */
    public static final FormatConfiguration VERDICT_LINE =
            new FormatConfiguration("Verdict line", "verdict (?<status>\\w+)(?: (?<receipt>\\S+))?\\s*");

    @Override
    public Optional<Verdict> parse(FormatConfiguration parser, DocumentContent response) {
        Matcher matcher = pattern(parser).matcher(new String(response.bytes(), UTF_8));
        return matcher.matches()
                ? Optional.of(new Verdict(
                        new InvoiceStatus(matcher.group("status")),
                        Optional.ofNullable(matcher.group("receipt")),
                        List.of()))
                : Optional.empty();
    }

    private static Pattern pattern(FormatConfiguration parser) {
        try {
            return Pattern.compile(parser.content());
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "response parser \"" + parser.name() + "\" is faulty: " + e.getMessage(), e);
        }
    }
}
