package io.einvoicing.testkit.keyvault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.testkit.data.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyVaultStubTest {
    private final KeyVaultStub stub = KeyVaultStub.start();
    private final HttpClient client =
            HttpClient.newBuilder().sslContext(stub.clientTls()).build();

    private Duration timeout = Duration.ofSeconds(60);

    @AfterEach
    void close() {
        stub.close();
    }

    @Test
    void challengesARequestWithoutToken() throws Exception {
        HttpResponse<String> answer =
                client.send(HttpRequest.newBuilder(uri("secrets/a")).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .startsWith("Bearer authorization=\"https://login.microsoftonline.com/")
                .endsWith("resource=\"https://vault.azure.net\"");
        assertThat(stub.requests()).containsExactly("GET /secrets/a without token");
    }

    @Test
    void returnsTheCurrentVersionAndEachEarlierOne() throws Exception {
        stub.putSecret("storage", "one \"quoted\"");
        String first = version(get("secrets/storage").body());
        stub.putSecret("storage", "two", Instant.parse("2020-01-01T00:00:00Z"));

        assertThat(get("secrets/storage").body()).contains("\"value\":\"two\"", "\"exp\":1577836800");
        assertThat(get("secrets/storage/" + first).body()).contains("\"value\":\"one \\\"quoted\\\"\"");
        assertThat(get("secrets/storage/0").statusCode()).isEqualTo(404);
    }

    @Test
    void refusesMissingDisabledAndForbiddenObjects() throws Exception {
        stub.putSecret("disabled", "a");
        stub.disable("disabled");
        stub.putSecret("denied", "a");
        stub.denyAccess("denied");

        assertThat(get("secrets/missing").statusCode()).isEqualTo(404);
        assertThat(get("secrets/disabled").statusCode()).isEqualTo(403);
        assertThat(get("secrets/disabled").body()).contains("SecretDisabled");
        assertThat(get("secrets/denied").statusCode()).isEqualTo(403);
        assertThat(get("secrets/denied").body()).contains("ForbiddenByPolicy");
    }

    @Test
    void keepsThePrivateKeyOutOfTheSecretWhenItMayNotLeave() throws Exception {
        stub.putPemCertificate("exportable", TestCertificates.chain().end());
        stub.putCertificateWithKeyInVault("inside", TestCertificates.chain().end());

        assertThat(get("secrets/exportable").body()).contains("PRIVATE KEY");
        assertThat(get("secrets/inside").body()).doesNotContain("PRIVATE KEY");
        assertThat(get("certificates/inside").body())
                .contains("\"kid\":\"" + stub.address() + "keys/inside/", "\"cer\":");
        assertThat(get("keys/inside/").body()).contains("\"kty\":\"RSA\"");
    }

    @Test
    void listsInPages() throws Exception {
        for (int i = 0; i < 7; i++) {
            stub.putSecret("s" + i, "value");
        }

        String first = client.send(request(uri("secrets") + "&maxresults=5"), HttpResponse.BodyHandlers.ofString())
                .body();
        Matcher link = Pattern.compile("\"nextLink\":\"([^\"]+)\"").matcher(first);
        assertThat(link.find()).isTrue();
        String second = client.send(request(link.group(1)), HttpResponse.BodyHandlers.ofString())
                .body();

        assertThat(first).contains("/secrets/s0", "/secrets/s4").doesNotContain("/secrets/s5", "value\":\"");
        assertThat(second).contains("/secrets/s5", "/secrets/s6", "\"nextLink\":null");
    }

    @Test
    void throttlesAndFailsAsOftenAsTold() throws Exception {
        stub.putSecret("storage", "value");
        stub.throttleNext(1, Duration.ofSeconds(7));
        stub.failNext(1);

        HttpResponse<String> throttled = get("secrets/storage");

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(throttled.headers().firstValue("Retry-After")).contains("7");
        assertThat(get("secrets/storage").statusCode()).isEqualTo(500);
        assertThat(get("secrets/storage").statusCode()).isEqualTo(200);
    }

    @Test
    void givesNoAnswerWhileItIsDownOrHangs() throws Exception {
        stub.putSecret("storage", "value");
        stub.goDown();
        assertThatThrownBy(() -> get("secrets/storage")).isInstanceOf(IOException.class);
        stub.hang();
        timeout = Duration.ofMillis(100);
        assertThatThrownBy(() -> get("secrets/storage")).isInstanceOf(HttpTimeoutException.class);
        stub.comeUp();
        timeout = Duration.ofSeconds(60);
        assertThat(get("secrets/storage").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(request(uri(path).toString()), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri.replace("$", "%24")))
                .header("Authorization", "Bearer " + stub.token())
                .timeout(timeout)
                .build();
    }

    private URI uri(String path) {
        return stub.address().resolve("/" + path + "?api-version=7.4");
    }

    private static String version(String json) {
        Matcher id = Pattern.compile("/([0-9a-f]{32})\"").matcher(json);
        assertThat(id.find()).isTrue();
        return id.group(1);
    }
}
