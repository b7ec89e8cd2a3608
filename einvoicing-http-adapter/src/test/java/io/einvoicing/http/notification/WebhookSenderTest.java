package io.einvoicing.http.notification;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aNotification;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.http.call.LoopbackServer;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.Channel;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.Notification;
import io.einvoicing.notification.port.NotificationSender.Outcome;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.vault.SecretReference;
import io.einvoicing.vault.SecretValue;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSenderTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final URI VAULT = URI.create("https://contoso.vault.azure.net/");
    private static final SecretReference KEY = new SecretReference(VAULT, "webhook-key");
    private static final byte[] KEY_BYTES = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

    private final InMemorySecretVault vault = new InMemorySecretVault();
    private final TestClock clock = new TestClock();
    private final OutboundHttp http = new OutboundHttp(
            OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8").allowingPlainText("127.0.0.1"));
    private final WebhookSender sender = new WebhookSender(http, vault.uncached(), clock);
    private final Notification notification = aNotification()
            .of(TenantId.parse("3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a"))
            .id(UUID.fromString("0190b3a4-0000-7000-8000-000000000001"))
            .subject("Ça suffit \"maintenant\"")
            .text("a\nb")
            .with("used", "880")
            .with("acquired", "1100")
            .build();

    @AfterEach
    void close() {
        http.close();
    }

    private Outcome send(URI url, Optional<SecretReference> key) {
        return sender.send(
                new Channel.Webhook(url, key),
                notification,
                new DeliveryId(notification.id(), UUID.randomUUID()),
                LONG);
    }

    private Outcome answered(int status, String... headers) throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(status, "secret body", headers))) {
            return send(server.url("/hook?code=secret"), Optional.empty());
        }
    }

    private static String header(LoopbackServer.Request request, String name) {
        return request.head()
                .lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    @Test
    void postsAMessageThatTheReceiverCanVerify() throws Exception {
        vault.putSecret(VAULT, "webhook-key", "whsec_" + Base64.getEncoder().encodeToString(KEY_BYTES));
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, ""))) {
            assertThat(send(server.url("/hook"), Optional.of(KEY))).isEqualTo(Outcome.delivered());

            LoopbackServer.Request request = server.requests().get(0);
            assertThat(request.firstLine()).isEqualTo("POST /hook HTTP/1.1");
            assertThat(request.hasHeader("Content-Type: application/json")).isTrue();
            String id = header(request, "webhook-id");
            String timestamp = header(request, "webhook-timestamp");
            assertThat(id).isEqualTo(notification.id().toString());
            assertThat(timestamp).isEqualTo(String.valueOf(NOW.getEpochSecond()));
            // The receiver's own computation, from the specification.
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(KEY_BYTES, "HmacSHA256"));
            mac.update((id + "." + timestamp + ".").getBytes(UTF_8));
            assertThat(header(request, "webhook-signature"))
                    .isEqualTo("v1," + Base64.getEncoder().encodeToString(mac.doFinal(request.body())));
            assertThat(new String(request.body(), UTF_8)).isEqualTo("""
                    {"type":"usage.threshold-reached","timestamp":"2026-11-23T10:15:30.125Z",\
                    "id":"0190b3a4-0000-7000-8000-000000000001","tenant":"3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a",\
                    "subject":"Ça suffit \\"maintenant\\"","text":"a\\nb","data":{"acquired":"1100","used":"880"}}""");
        }
    }

    /** The example of the specification's reference libraries. */
    @Test
    void signsTheWellKnownExample() {
        String signature = new WebhookSignature(new SecretValue("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))
                .sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, "{\"test\": 2432232314}".getBytes(UTF_8));

        assertThat(signature).isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void takesTheKeyAlsoWithoutItsPrefixAndFollowsItsRotation() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, ""))) {
            vault.putSecret(VAULT, "webhook-key", Base64.getEncoder().encodeToString(KEY_BYTES));
            send(server.url("/"), Optional.of(KEY));
            vault.putSecret(VAULT, "webhook-key", "whsec_" + Base64.getEncoder().encodeToString(KEY_BYTES));
            send(server.url("/"), Optional.of(KEY));
            vault.putSecret(VAULT, "webhook-key", "whsec_" + Base64.getEncoder().encodeToString(new byte[24]));
            send(server.url("/"), Optional.of(KEY));

            assertThat(server.requests())
                    .extracting(request -> header(request, "webhook-signature"))
                    .doesNotContain("")
                    .satisfies(all -> assertThat(all.get(0)).isEqualTo(all.get(1)))
                    .satisfies(all -> assertThat(all.get(0)).isNotEqualTo(all.get(2)));
        }
    }

    @Test
    void sendsUnsignedMessagesToWhomAsksForNoSignature() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, ""))) {
            send(server.url("/"), Optional.empty());

            assertThat(server.requests().get(0).head()).doesNotContain("webhook-signature");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "whsec_", "s3cr3t-not-base64", "whsec_c2hvcnQ=", "whsec_%%%%"})
    void sendsNothingWithABadKeyAndNeverRepeatsIt(String secret) throws Exception {
        vault.putSecret(VAULT, "webhook-key", secret);
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, ""))) {
            assertThat(send(server.url("/"), Optional.of(KEY)))
                    .isInstanceOfSatisfying(
                            Outcome.TryAgain.class,
                            again -> assertThat(again.reason())
                                    .contains("webhook-key", "24 to 64 bytes in base64")
                                    .doesNotContain("s3cr3t", "c2hvcnQ", "%"));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void sendsNothingWhileTheKeyCannotBeHad() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, ""))) {
            assertThat(send(server.url("/"), Optional.of(KEY)))
                    .isEqualTo(Outcome.tryAgain("the message cannot be signed with the secret \"webhook-key\":"
                            + " the vault holds no secret webhook-key"));
            vault.goDown();
            assertThat(send(server.url("/"), Optional.of(KEY))).isInstanceOf(Outcome.TryAgain.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void takesEverySuccessForDelivery(int status) throws Exception {
        assertThat(answered(status)).isEqualTo(Outcome.delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 308, 400, 401, 404, 409, 500, 502})
    void triesAgainAfterAnyOtherAnswerWithoutRepeatingIt(int status) throws Exception {
        assertThat(answered(status, "Retry-After: 60", "Location: http://127.0.0.1/"))
                .isInstanceOfSatisfying(Outcome.TryAgain.class, again -> {
                    assertThat(again.reason()).contains("answered " + status).doesNotContain("secret");
                    assertThat(again.after()).isEmpty();
                });
    }

    @ParameterizedTest
    @CsvSource({
        "429, 60, PT1M",
        "503, 60, PT1M",
        "429, 999999, PT1H",
        "503, 'Mon, 23 Nov 2026 10:20:30 GMT', PT4M59.875S"
    })
    void waitsAsLongAsTheReceiverAsks(int status, String retryAfter, Duration wait) throws Exception {
        assertThat(answered(status, "Retry-After: " + retryAfter))
                .isEqualTo(new Outcome.TryAgain("the receiver answered " + status, Optional.of(wait)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1", ""})
    void ignoresAWaitThatMakesNoSense(String retryAfter) throws Exception {
        assertThat(answered(503, "Retry-After: " + retryAfter))
                .isEqualTo(Outcome.tryAgain("the receiver answered 503"));
    }

    @Test
    void signsWithTheTimeOfEachAttempt() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(500, ""))) {
            send(server.url("/"), Optional.empty());
            clock.set(Instant.parse("2026-11-24T00:00:00Z"));
            send(server.url("/"), Optional.empty());

            assertThat(server.requests())
                    .extracting(request -> header(request, "webhook-timestamp"))
                    .containsExactly("1795428930", "1795478400");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://erp.contoso.example/hook, must use https",
        "https://10.1.2.3/hook, not a public address",
        "https://169.254.169.254/latest, not a public address",
        "https://[::1]/hook, not a public address"
    })
    void refusesAddressesThatThePolicyForbids(URI url, String reason) {
        Finding finding =
                sender.refusal(new Channel.Webhook(url, Optional.empty())).orElseThrow();

        assertThat(finding.field()).isEqualTo("address");
        assertThat(finding.message()).contains(reason);
        assertThat(finding.remedy()).isNotBlank();
    }

    @Test
    void sendsNothingToANameThatLeadsToAPrivateAddress() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, ""));
                OutboundHttp strict = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS.allowingPlainText("localhost"))) {
            Outcome outcome = new WebhookSender(strict, vault.uncached(), clock)
                    .send(
                            new Channel.Webhook(
                                    URI.create("http://localhost:" + server.port() + "/"), Optional.empty()),
                            notification,
                            new DeliveryId(notification.id(), UUID.randomUUID()),
                            LONG);

            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.TryAgain.class,
                            again -> assertThat(again.reason()).contains("not a public address"));
            assertThat(server.connections()).isZero();
        }
    }
}
