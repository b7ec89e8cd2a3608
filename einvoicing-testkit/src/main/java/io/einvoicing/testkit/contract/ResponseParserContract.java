package io.einvoicing.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.flow.Verdict;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.submission.InvoiceStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link ResponseParser} promises: a verdict only where the response holds one, and a clear fault where it is itself wrong. */
public abstract class ResponseParserContract {
    /** Returns the parser under test. */
    protected abstract ResponseParser createParser();

    /** Returns a configuration that reads the responses of {@link #response}. */
    protected abstract FormatConfiguration configuration();

    /** Returns a configuration that no response can be read with. */
    protected abstract FormatConfiguration faultyConfiguration();

    /** Returns a complete response of the authority with the status and the receipt. */
    protected abstract DocumentContent response(InvoiceStatus status, String receipt);

    @Test
    void readsStatusAndReceipt() {
        assertThat(createParser().parse(configuration(), response(InvoiceStatus.REJECTED, "R-1")))
                .hasValueSatisfying(verdict -> {
                    assertThat(verdict.status()).isEqualTo(InvoiceStatus.REJECTED);
                    assertThat(verdict.receipt()).contains("R-1");
                });
    }

    @Test
    void takesAStatusOfTheAuthoritysOwn() {
        InvoiceStatus cleared = new InvoiceStatus("CLEARED");

        assertThat(createParser().parse(configuration(), response(cleared, "R-2")))
                .map(Verdict::status)
                .contains(cleared);
    }

    @Test
    void findsNoVerdictInAGatewaysPage() {
        assertNoVerdict("text/html", "<html><body>502 Bad Gateway</body></html>");
        assertNoVerdict("text/plain", "upstream timed out");
    }

    @Test
    void findsNoVerdictInABrokenOrEmptyResponse() {
        DocumentContent whole = response(InvoiceStatus.ACCEPTED, "R-3");

        assertNoVerdict(whole.mediaType(), new String(whole.bytes(), UTF_8).substring(0, 5));
        assertNoVerdict(whole.mediaType(), "");
    }

    @Test
    void saysThatTheConfigurationIsFaultyInsteadOfFindingNoVerdict() {
        assertThatThrownBy(() -> createParser().parse(faultyConfiguration(), response(InvoiceStatus.ACCEPTED, "R-4")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(faultyConfiguration().name());
    }

    @Test
    void readsForThreadsAtOnceEachItsOwnResponse() throws Exception {
        ResponseParser parser = createParser();
        List<Optional<String>> receipts;
        try (Race race = new Race(8)) {
            receipts = race.run(thread ->
                    () -> parser.parse(configuration(), response(InvoiceStatus.ACCEPTED, "T-" + thread))
                            .flatMap(Verdict::receipt));
        }

        assertThat(receipts)
                .isEqualTo(IntStream.range(0, 8)
                        .mapToObj(thread -> Optional.of("T-" + thread))
                        .toList());
    }

    private void assertNoVerdict(String mediaType, String text) {
        assertThat(createParser().parse(configuration(), new DocumentContent(mediaType, text.getBytes(UTF_8))))
                .isEmpty();
    }
}
