package io.einvoicing.http.activation;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.activation.port.EndpointProbe;
import io.einvoicing.http.api.EndpointsView;
import io.einvoicing.http.api.internal.ApiJson;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundRequest;
import io.einvoicing.http.call.OutboundResult;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads the endpoint directory of another service, as the outbound policy allows. Thread-safe. */
public final class HttpEndpointProbe implements EndpointProbe {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final String DIRECTORY = "api/v1/endpoints";

    private final OutboundHttp http;
    private final ObjectMapper json = ApiJson.lenient();

    public HttpEndpointProbe(OutboundHttp http) {
        this.http = http;
    }

    @Override
    public Answer ask(URI endpoint) {
        return http.exchange(new OutboundRequest(
                        "GET",
                        endpoint.resolve(DIRECTORY),
                        Map.of("Accept", "application/json"),
                        Optional.empty(),
                        TIMEOUT))
                .fold(
                        notSent -> new Answer.Failure(endpoint + " cannot be asked: " + notSent.reason()),
                        answered -> read(endpoint, answered),
                        noAnswer -> new Answer.Failure(endpoint + " gave no answer: " + noAnswer.reason()));
    }

    private Answer read(URI endpoint, OutboundResult.Answered answered) {
        if (answered.status() != 200) {
            return new Answer.Failure(
                    endpoint + " answers " + answered.status() + " to " + DIRECTORY + ", as no service endpoint does");
        }
        try {
            EndpointsView told = json.readValue(answered.body().bytes(), EndpointsView.class);
            return told.items().isEmpty()
                    ? noDirectory(endpoint)
                    : new Answer.Directory(told.directory(), answered.took());
        } catch (IOException | IllegalArgumentException e) {
            return noDirectory(endpoint);
        }
    }

    private static Answer noDirectory(URI endpoint) {
        return new Answer.Failure(endpoint + " answers with something that is no endpoint directory");
    }
}
