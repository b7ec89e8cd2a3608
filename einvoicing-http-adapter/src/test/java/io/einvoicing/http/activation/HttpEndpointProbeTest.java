package io.einvoicing.http.activation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.port.EndpointProbe.Answer;
import io.einvoicing.http.api.ApiServer;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpEndpointProbeTest {
    private final OutboundHttp http = new OutboundHttp(
            OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8").allowingPlainText("127.0.0.1"));
    private final HttpEndpointProbe probe = new HttpEndpointProbe(http);

    @AfterEach
    void close() {
        http.close();
    }

    @Test
    void readsTheDirectoryOfAService() {
        try (ApiServer service = new ApiServer()) {
            Answer answer = probe.ask(service.uri("/"));

            assertThat(answer).isInstanceOfSatisfying(Answer.Directory.class, told -> {
                assertThat(told.directory().here()).contains(Geography.EUROPE);
                assertThat(told.directory().endpoints()).hasSize(4);
                assertThat(told.latency()).isPositive();
            });
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "404 | {} | answers 404",
                "200 | no JSON | no endpoint directory",
                "200 | {} | no endpoint directory",
                "200 | {\"items\": [], \"here\": \"MARS\"} | no endpoint directory"
            })
    void tellsThatSomethingElseAnswers(int status, String body, String reason) throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/", exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        other.start();
        try {
            Answer answer = probe.ask(
                    URI.create("http://127.0.0.1:" + other.getAddress().getPort() + "/"));

            assertThat(answer)
                    .isInstanceOfSatisfying(
                            Answer.Failure.class,
                            failure -> assertThat(failure.problem()).contains(reason));
        } finally {
            other.stop(0);
        }
    }

    @Test
    void tellsThatNobodyAnswersAndThatAnAddressInsideTheNetworkIsNotAsked() {
        assertThat(probe.ask(URI.create("http://127.0.0.1:1/")))
                .isInstanceOfSatisfying(
                        Answer.Failure.class,
                        failure -> assertThat(failure.problem()).contains("refused"));
        assertThat(probe.ask(URI.create("https://10.0.0.1/")))
                .isInstanceOfSatisfying(
                        Answer.Failure.class,
                        failure -> assertThat(failure.problem()).contains("cannot be asked"));
    }
}
