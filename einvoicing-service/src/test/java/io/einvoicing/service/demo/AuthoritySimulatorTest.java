package io.einvoicing.service.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.service.demo.AuthoritySimulator.Reception;
import io.einvoicing.xml.XmlEngine;
import io.einvoicing.xml.XmlLimits;
import io.einvoicing.xml.XmlParser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AuthoritySimulatorTest {
    private final HttpClient client = HttpClient.newHttpClient();
    private AuthoritySimulator authority = start(Duration.ofHours(1));

    @AfterEach
    void stop() {
        authority.close();
    }

    @Test
    void acceptsADocumentOnceAndRepeatsItsAnswer() throws Exception {
        HttpResponse<String> first = post("key-1", invoice("2026-1", "dept 7"));
        HttpResponse<String> again = post("key-1", invoice("2026-1", "dept 7"));

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(first.body()).isEqualTo("{\"status\":\"ACCEPTED\",\"receipt\":\"R-000001\",\"messages\":[]}");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(authority.receptions()).extracting(Reception::times).containsExactly(2);
        assertThat(authority.keysByDocument()).isEqualTo(Map.of("2026-1", Set.of("key-1")));
    }

    @Test
    void showsADocumentThatCameUnderTwoKeys() throws Exception {
        post("key-1", invoice("2026-1", ""));
        post("key-2", invoice("2026-1", ""));
        assertThat(authority.keysByDocument()).isEqualTo(Map.of("2026-1", Set.of("key-1", "key-2")));
    }

    @Test
    void rejectsWithASchemaErrorAndABadRequest() throws Exception {
        HttpResponse<String> response = post("key", invoice("1", "simulate:reject-schema"));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body())
                .startsWith(
                        "{\"status\":\"REJECTED\",\"receipt\":\"R-000001\",\"messages\":[{\"code\":\"cvc-complex-type");
    }

    @Test
    void answersOnTheThirdAttempt() throws Exception {
        String invoice = invoice("1", "simulate:third-attempt");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> post("key", invoice)).isInstanceOf(IOException.class);
            assertThat(status("key").statusCode()).isEqualTo(404);
        }
        assertThat(post("key", invoice).body()).contains("ACCEPTED");
        assertThat(status("key").body()).contains("ACCEPTED");
    }

    @Test
    void answersARepetitionBeforeTheLateAnswer() throws Exception {
        String invoice = invoice("1", "simulate:late");
        CompletableFuture<HttpResponse<String>> first =
                client.sendAsync(request("key", invoice, Duration.ofMinutes(1)), BodyHandlers.ofString());
        while (authority.receptions().isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(status("key").body()).contains("ACCEPTED", "R-000001");
        assertThat(post("key", invoice).body()).contains("ACCEPTED", "R-000001");
        assertThat(first).isNotDone();
    }

    @Test
    void answersLate() throws Exception {
        authority.close();
        Duration late = Duration.ofMillis(200);
        authority = start(late);
        long startedAt = System.nanoTime();
        assertThat(post("key", invoice("1", "simulate:late")).body()).contains("ACCEPTED");
        assertThat(System.nanoTime() - startedAt).isGreaterThanOrEqualTo(late.toNanos());
    }

    @Test
    void neverAnswersNotEvenWhatBecameOfIt() {
        Duration patience = Duration.ofMillis(300);
        assertThatThrownBy(() ->
                        client.send(request("key", invoice("1", "simulate:never"), patience), BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThatThrownBy(() -> client.send(
                        HttpRequest.newBuilder(statusUrl("key"))
                                .timeout(patience)
                                .build(),
                        BodyHandlers.ofString()))
                .isInstanceOf(HttpTimeoutException.class);
        assertThat(authority.receptions())
                .singleElement()
                .satisfies(reception -> assertThat(reception.answer()).isEmpty());
    }

    @Test
    void alwaysDropsTheConnection() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThatThrownBy(() -> post("key", invoice("1", "simulate:drop"))).isInstanceOf(IOException.class);
        }
        assertThat(status("key").statusCode()).isEqualTo(404);
    }

    @Test
    void knowsTheOriginalOfADuplicate() throws Exception {
        HttpResponse<String> response = post("key", invoice("1", "simulate:duplicate"));
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(response.body())
                .isEqualTo("{\"status\":\"DUPLICATE\",\"original\":{\"status\":\"ACCEPTED\",\"receipt\":\"R-000001\"},"
                        + "\"messages\":[]}");
    }

    @Test
    void givesNoVerdictOnAKeyThatCameWithAnotherDocument() throws Exception {
        post("key", invoice("1", ""));
        HttpResponse<String> response = post("key", invoice("2", ""));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).contains("KEY-02").doesNotContain("status");
        assertThat(post("key", invoice("1", "")).body()).contains("R-000001");
    }

    @Test
    void givesNoVerdictWithoutAKey() throws Exception {
        HttpResponse<String> response = client.send(
                HttpRequest.newBuilder(authority.documents())
                        .POST(HttpRequest.BodyPublishers.ofString(invoice("1", "")))
                        .build(),
                BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("KEY-01").doesNotContain("status");
        assertThat(authority.receptions()).isEmpty();
    }

    @Test
    void rejectsWhatIsNoDocument() throws Exception {
        int number = 0;
        for (String body : new String[] {
            "no XML",
            "<Invoice/>",
            "<!DOCTYPE Invoice [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + invoice("&x;", ""),
            invoice("1", "simulate:nonsense")
        }) {
            HttpResponse<String> response = post("key-" + number++, body);
            assertThat(response.statusCode()).as(body).isEqualTo(400);
            assertThat(response.body()).contains("REJECTED", "XML-01");
        }
    }

    @Test
    void acceptsACancellationOnce() throws Exception {
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(authority.cancellations())
                            .header("Idempotency-Key", "key")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"document\":\"1\"}"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(response.body()).contains("ACCEPTED", "R-000001");
        }
    }

    @Test
    void takesDocumentsByPostOnly() throws Exception {
        assertThat(client.send(HttpRequest.newBuilder(authority.documents()).build(), BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(405);
    }

    private HttpResponse<String> post(String key, String body) throws IOException, InterruptedException {
        return client.send(request(key, body, Duration.ofSeconds(30)), BodyHandlers.ofString());
    }

    private HttpRequest request(String key, String body, Duration timeout) {
        return HttpRequest.newBuilder(authority.documents())
                .header("Idempotency-Key", key)
                .timeout(timeout)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private HttpResponse<String> status(String key) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(statusUrl(key)).build(), BodyHandlers.ofString());
    }

    private URI statusUrl(String key) {
        return URI.create(authority.statusTemplate().replace("{key}", key));
    }

    private static AuthoritySimulator start(Duration late) {
        return AuthoritySimulator.start(new XmlParser(XmlEngine.create(), XmlLimits.DEFAULT), late);
    }

    private static String invoice(String number, String buyerReference) {
        return """
                <Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
                    xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
                  <cbc:ID>%s</cbc:ID>
                  <cbc:BuyerReference>%s</cbc:BuyerReference>
                  <Line><cbc:ID>7</cbc:ID></Line>
                </Invoice>
                """.formatted(number, buyerReference);
    }
}
