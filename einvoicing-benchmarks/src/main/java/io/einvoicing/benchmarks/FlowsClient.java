package io.einvoicing.benchmarks;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.http.call.OutboundRequest;
import io.einvoicing.http.call.OutboundResult;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The HTTP client with which every side calls the web service. */
final class FlowsClient implements AutoCloseable {
    /** What is sent in each flow. */
    static final DocumentContent REQUEST =
            new DocumentContent("application/xml", "<Invoice><ID>1</ID></Invoice>".getBytes(StandardCharsets.UTF_8));

    private final URI webService;
    private final OutboundHttp http = new OutboundHttp(
            OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8").allowingPlainText("127.0.0.1"));

    FlowsClient(URI webService) {
        this.webService = webService;
    }

    URI webService() {
        return webService;
    }

    OutboundHttp http() {
        return http;
    }

    /** Makes one call as the action does; fails unless it is answered. */
    DocumentContent call(String idempotencyKey) {
        OutboundResult result = http.exchange(new OutboundRequest(
                "POST",
                webService,
                Map.of("Idempotency-Key", idempotencyKey),
                Optional.of(REQUEST),
                Duration.ofSeconds(10)));
        if (result instanceof OutboundResult.Answered answered) {
            return answered.body();
        }
        throw new IllegalStateException("the web service gave no answer: " + result);
    }

    @Override
    public void close() {
        http.close();
    }
}
