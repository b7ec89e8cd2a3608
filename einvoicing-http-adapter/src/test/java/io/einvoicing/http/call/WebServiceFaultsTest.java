package io.einvoicing.http.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.ClosedPort;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.memory.InMemoryPipeline;
import io.einvoicing.testkit.memory.InMemoryResponseParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a flow makes of every way in which a web service can fail, over real connections and through the real engine. */
@Timeout(60)
class WebServiceFaultsTest {
    private static final DocumentContent INVOICE = new DocumentContent("application/xml", "<Invoice/>".getBytes(UTF_8));
    private static final TestCertificate SERVER =
            TestCertificates.aCertificate().hostAddress("127.0.0.1").build();

    private final OutboundHttp http = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS
            .allowingPrivate("127.0.0.0/8")
            .allowingPlainText("127.0.0.1", "no-such-host.invalid"));

    @AfterEach
    void closeClient() {
        http.close();
    }

    @Test
    void aTimeoutLeavesTheOutcomeUnknown() throws IOException {
        assertUnknown((request, out, socket) -> LoopbackServer.untilClientCloses(socket), "not finished within 500 ms");
    }

    @Test
    void aResetAfterTheRequestWasReadLeavesTheOutcomeUnknown() throws IOException {
        assertUnknown(
                (request, out, socket) -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                },
                "sent, but there is no answer");
    }

    @Test
    void aResetBeforeTheRequestWasReadLeavesTheOutcomeUnknownForWhoCanTell() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"))) {
            CompletableFuture<Void> reset = CompletableFuture.runAsync(() -> {
                try (var socket = server.accept()) {
                    socket.setSoLinger(true, 0);
                    socket.getInputStream().read();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            Submission submission = pipeline("http://127.0.0.1:" + server.getLocalPort() + "/", Map.of())
                    .process(INVOICE);
            reset.join();
            assertThat(submission.pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
        }
    }

    @Test
    void halfABodyLeavesTheOutcomeUnknown() throws IOException {
        assertUnknown(
                (request, out, socket) -> {
                    LoopbackServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nverdict ACCEPTED");
                    socket.close();
                },
                "broke off");
    }

    @Test
    void garbageLeavesTheOutcomeUnknown() throws IOException {
        assertUnknown(
                (request, out, socket) -> {
                    LoopbackServer.write(out, "\u0000\u0001 confidential garbage\r\n\r\n");
                    socket.close();
                },
                "no answer");
        assertUnknown(LoopbackServer.answering(200, "confidential garbage"), "status 200 and no verdict");
    }

    @Test
    void hundredMegabytesLeaveTheOutcomeUnknownAndAreNotRead() throws IOException {
        byte[] block = new byte[1_000_000];
        assertUnknown(
                (request, out, socket) -> {
                    LoopbackServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
                    for (int i = 0; i < 100; i++) {
                        out.write(block);
                    }
                },
                "more than 10000000 bytes");
    }

    @Test
    void anAnswerAfterTheTimeoutIsAskedForAndNotSentAgain() throws Exception {
        CountDownLatch late = new CountDownLatch(1);
        try (LoopbackServer server = new LoopbackServer((request, out, socket) -> {
            if (request.firstLine().startsWith("POST")) {
                late.await(10, TimeUnit.SECONDS);
            }
            LoopbackServer.write(out, LoopbackServer.response(200, "verdict ACCEPTED R-1"));
        })) {
            InMemoryPipeline pipeline = pipeline(server.url("/").toString(), asking(server));
            Submission submission = pipeline.process(INVOICE);
            assertThat(submission.pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
            late.countDown();

            submission = pipeline.runWhenDue(submission.id());
            assertThat(submission.status()).isEqualTo(SubmissionStatus.COMPLETED);
            assertThat(submission.invoiceStatus()).contains(InvoiceStatus.ACCEPTED);
            assertThat(pipeline.text(submission, "call", "Receipt")).isEqualTo("R-1");
            assertThat(server.requests())
                    .extracting(LoopbackServer.Request::firstLine)
                    .satisfiesExactly(
                            first -> assertThat(first).startsWith("POST / "),
                            second -> assertThat(second).startsWith("GET /status/"));
        }
    }

    @Test
    void aDuplicateWithItsReceiptIsSuccess() throws IOException {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(409, "verdict DUPLICATE R-1"))) {
            InMemoryPipeline pipeline = pipeline(server.url("/").toString(), asking(server));
            Submission submission = pipeline.process(INVOICE);
            assertThat(submission.status()).isEqualTo(SubmissionStatus.COMPLETED);
            assertThat(pipeline.text(submission, "call", "Receipt")).isEqualTo("R-1");
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void aDuplicateWithoutItsReceiptIsAskedForAtOnceAndHasTheOriginalsVerdict() throws IOException {
        try (LoopbackServer server = new LoopbackServer((request, out, socket) -> LoopbackServer.write(
                out,
                request.firstLine().startsWith("POST")
                        ? LoopbackServer.response(409, "verdict DUPLICATE")
                        : LoopbackServer.response(200, "verdict REJECTED R-1")))) {
            InMemoryPipeline pipeline = pipeline(server.url("/").toString(), asking(server));
            Submission submission = pipeline.process(INVOICE);
            assertThat(submission.status()).isEqualTo(SubmissionStatus.COMPLETED);
            assertThat(submission.invoiceStatus()).contains(InvoiceStatus.REJECTED);
            assertThat(pipeline.text(submission, "call", "Receipt")).isEqualTo("R-1");
            assertThat(pipeline.file(submission, "call", "Duplicate answer").bytes())
                    .isEqualTo("verdict DUPLICATE".getBytes(UTF_8));
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void aDuplicateWhoseOriginalNobodyTellsIsUnknown() throws IOException {
        assertUnknown(LoopbackServer.answering(409, "verdict DUPLICATE"), "look it up there, or set a status URL");
        try (LoopbackServer server = new LoopbackServer((request, out, socket) -> LoopbackServer.write(
                out,
                request.firstLine().startsWith("POST")
                        ? LoopbackServer.response(409, "verdict DUPLICATE")
                        : LoopbackServer.response(404, "no")))) {
            Submission submission =
                    pipeline(server.url("/").toString(), asking(server)).process(INVOICE);
            assertThat(submission.pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
            assertThat(submission.failure()).contains("the original could not be learned");
        }
    }

    @Test
    void theOriginalIsAskedForByTheDigestOrTheNumberOfTheDocument() throws IOException {
        try (LoopbackServer server = new LoopbackServer((request, out, socket) -> LoopbackServer.write(
                out,
                LoopbackServer.response(
                        200, request.firstLine().startsWith("POST") ? "verdict DUPLICATE" : "verdict ACCEPTED R-1")))) {
            Map<String, ParameterValue> parameters = new HashMap<>(asking(server));
            parameters.put(
                    "Status URL",
                    ParameterValue.literal(server.url("/").toString() + "{documentNumber}/{sha256}/{sourceRecord}"));
            parameters.put("Document number", ParameterValue.literal("2026/17"));
            pipeline(server.url("/").toString(), parameters).process(INVOICE);
            assertThat(server.requests().get(1).firstLine())
                    .isEqualTo("GET /2026%2F17/" + Hashing.sha256().hashBytes(INVOICE.bytes()) + "/R-1 HTTP/1.1");
        }
    }

    @Test
    void aServerErrorWithoutAVerdictLeavesTheOutcomeUnknown() throws IOException {
        assertUnknown(LoopbackServer.answering(503, "down", "Retry-After: 5"), "status 503 and no verdict");
    }

    @Test
    void throttlingIsRetriedWhenTheServerAsksFor() throws IOException {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(429, "", "Retry-After: 120"))) {
            InMemoryPipeline pipeline = pipeline(server.url("/").toString(), Map.of());
            Submission submission = pipeline.process(INVOICE);
            assertThat(submission.pendingReason()).contains(PendingReason.RETRY);
            assertThat(submission.dueAt()).contains(pipeline.clock.instant().plusSeconds(120));
        }
    }

    @Test
    void anUntrustedCertificateIsRetriedForNothingWasSent() throws Exception {
        try (LoopbackServer server =
                new LoopbackServer("https", LoopbackTls.showing(SERVER), LoopbackServer.answering(200, "verdict X"))) {
            assertNotSent(server.url("/").toString(), "PKIX");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void aFailedTlsHandshakeIsRetriedForNothingWasSent() throws Exception {
        try (LoopbackServer plain = new LoopbackServer((request, out, socket) -> socket.close())) {
            assertNotSent("https://127.0.0.1:" + plain.port() + "/", "nothing was sent");
            assertThat(plain.requests()).isEmpty();
        }
    }

    @Test
    void anUnknownHostAndAClosedPortAreRetriedForNothingWasSent() throws Exception {
        assertNotSent("http://no-such-host.invalid/", "is not known");
        try (ClosedPort closed = new ClosedPort()) {
            assertNotSent("http://127.0.0.1:" + closed.number() + "/", "refused");
        }
    }

    private void assertUnknown(LoopbackServer.Behaviour behaviour, String reason) throws IOException {
        try (LoopbackServer server = new LoopbackServer(behaviour)) {
            Submission submission =
                    pipeline(server.url("/").toString(), Map.of()).process(INVOICE);
            assertThat(submission.status()).isEqualTo(SubmissionStatus.PENDING);
            assertThat(submission.pendingReason()).contains(PendingReason.OUTCOME_UNKNOWN);
            assertThat(submission.failure()).contains(reason).doesNotContain("confidential");
            assertThat(server.requests()).hasSize(1);
        }
    }

    private void assertNotSent(String url, String reason) {
        Submission submission = pipeline(url, Map.of()).process(INVOICE);
        assertThat(submission.pendingReason()).contains(PendingReason.RETRY);
        assertThat(submission.failure()).contains("nothing was sent").contains(reason);
    }

    private static Map<String, ParameterValue> asking(LoopbackServer server) {
        return Map.of(
                "Recovery", ParameterValue.literal("ASK"),
                "Status URL", ParameterValue.literal(server.url("/status/") + "{key}"));
    }

    private InMemoryPipeline pipeline(String url, Map<String, ParameterValue> further) {
        Map<String, ParameterValue> parameters = new HashMap<>(Map.of(
                "Input file", ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                "URL", ParameterValue.literal(url),
                "Timeout", ParameterValue.literal(url.contains("https") ? "PT2S" : "PT0.5S"),
                "Response parser", ParameterValue.literal(InMemoryResponseParser.VERDICT_LINE.name())));
        parameters.putAll(further);
        return new InMemoryPipeline(
                List.of(new CallRestWebServiceAction(http, new InMemoryResponseParser())),
                List.of(InMemoryResponseParser.VERDICT_LINE),
                List.of(),
                List.of(),
                Action.of("call", CallRestWebServiceAction.TYPE, parameters)
                        .withRetry(RetryPolicy.of(3, Duration.ofSeconds(10))));
    }
}
