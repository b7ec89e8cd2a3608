package io.einvoicing.testkit.memory;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.flow.port.ResponseParser;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.testkit.contract.ResponseParserContract;

class InMemoryResponseParserTest extends ResponseParserContract {
    @Override
    protected ResponseParser createParser() {
        return new InMemoryResponseParser();
    }

    @Override
    protected FormatConfiguration configuration() {
        return InMemoryResponseParser.VERDICT_LINE;
    }

    @Override
    protected FormatConfiguration faultyConfiguration() {
        return new FormatConfiguration("Unclosed", "(");
    }

    @Override
    protected DocumentContent response(InvoiceStatus status, String receipt) {
        return new DocumentContent("text/plain", ("verdict " + status.code() + " " + receipt).getBytes(UTF_8));
    }
}
