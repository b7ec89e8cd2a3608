package io.einvoicing.http.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutcome.Completed;
import io.einvoicing.flow.ActionOutcome.OutcomeUnknown;
import io.einvoicing.flow.ActionOutcome.RetryableFailure;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.OutsideEffectActionType.Recovery;
import io.einvoicing.kernel.Finding;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.testkit.ClosedPort;
import io.einvoicing.testkit.data.TestActionContext;
import io.einvoicing.testkit.memory.InMemoryResponseParser;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.VaultUnavailableException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CallRestWebServiceActionTest {
    private static final DocumentContent INVOICE =
            new DocumentContent("application/xml", "<Invoice>confidential</Invoice>".getBytes(UTF_8));
    private static final String KEY = "submission-4-abc";

    private final OutboundHttp http = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS
            .allowingPrivate("127.0.0.0/8")
            .allowingPlainText("127.0.0.1", "no-such-host.invalid"));
    private final CallRestWebServiceAction action = new CallRestWebServiceAction(http, new InMemoryResponseParser());

    @AfterEach
    void closeClient() {
        http.close();
    }

    @ParameterizedTest
    @CsvSource({
        "200, ACCEPTED",
        "202, RECEIVED",
        "400, REJECTED",
        "401, REJECTED",
        "409, ACCEPTED",
        "422, REJECTED",
        "429, REJECTED",
        "500, REJECTED",
        "503, REJECTED"
    })
    void completesWithAVerdictWhateverTheHttpStatus(int status, String verdict) throws IOException {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(status, "verdict " + verdict))) {
            ActionOutcome outcome = send(context(server.url("/documents")));

            assertThat(outcome).isInstanceOfSatisfying(Completed.class, completed -> {
                assertThat(completed.invoiceStatus()).contains(new InvoiceStatus(verdict));
                assertThat(completed.outputs())
                        .containsExactly(
                                new ActionOutput.File(
                                        CallRestWebServiceAction.RESPONSE,
                                        new DocumentContent("text/plain", ("verdict " + verdict).getBytes(UTF_8))),
                                new ActionOutput.Value(CallRestWebServiceAction.HTTP_STATUS, Integer.toString(status)));
            });
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 407, 429})
    void mayRetryWhatWasTurnedAwayUnprocessed(int status) throws IOException {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(status, "confidential reason"))) {
            ActionOutcome outcome = send(context(server.url("/documents")));
            assertThat(outcome).isInstanceOf(RetryableFailure.class);
            assertThat(((RetryableFailure) outcome).reason()).contains(Integer.toString(status));
            assertThat(outcome.outputs()).hasSize(2);
            assertThat(outcome.toString()).doesNotContain("confidential");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "120, PT2M",
        "99999999999, PT1H",
        "'Mon, 23 Nov 2026 10:20:31 GMT', PT5M0.875S",
        "'Mon, 23 Nov 2026 09:00:00 GMT', PT0S",
        "soon, "
    })
    void waitsAsLongAsAskedButNotForever(String retryAfter, Duration expected) throws IOException {
        try (LoopbackServer server =
                new LoopbackServer(LoopbackServer.answering(429, "", "Retry-After: " + retryAfter))) {
            RetryableFailure failure = (RetryableFailure) send(context(server.url("/documents")));
            assertThat(failure.retryAfter()).isEqualTo(Optional.ofNullable(expected));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 400, 404, 408, 422, 500, 502, 503, 504})
    void leavesTheOutcomeUnknownWithoutAVerdict(int status) throws IOException {
        try (LoopbackServer server = new LoopbackServer(
                LoopbackServer.answering(status, status == 204 ? "" : "<html>gateway</html>", "Retry-After: 5"))) {
            ActionOutcome outcome = send(context(server.url("/documents")));
            assertThat(outcome).isInstanceOf(OutcomeUnknown.class);
            assertThat(outcome.outputs()).hasSize(status == 204 ? 1 : 2);
            assertThat(outcome.toString()).contains(Integer.toString(status)).doesNotContain("gateway");
        }
    }

    @Test
    void leavesTheOutcomeUnknownWhenTheAnswerIsLost() throws IOException {
        LoopbackServer.Behaviour half = (request, out, socket) -> {
            LoopbackServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nverdict ACCEPTED");
            socket.close();
        };
        LoopbackServer.Behaviour reset = (request, out, socket) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        };
        LoopbackServer.Behaviour silence = (request, out, socket) -> LoopbackServer.untilClientCloses(socket);
        for (LoopbackServer.Behaviour behaviour : List.of(half, reset, silence)) {
            try (LoopbackServer server = new LoopbackServer(behaviour)) {
                assertThat(send(context(server.url("/documents")).with("Timeout", "PT0.5S")))
                        .isInstanceOf(OutcomeUnknown.class);
                assertThat(server.requests()).hasSize(1);
            }
        }
    }

    @Test
    void mayRetryWhatWasNeverSent() throws IOException {
        try (ClosedPort closed = new ClosedPort()) {
            for (String url : List.of(
                    "http://127.0.0.1:" + closed.number() + "/",
                    "http://no-such-host.invalid/",
                    "https://192.168.0.1/")) {
                assertThat(send(context(URI.create(url)).with("Timeout", "PT5S")))
                        .as(url)
                        .isInstanceOfSatisfying(
                                RetryableFailure.class,
                                failure -> assertThat(failure.reason()).startsWith("nothing was sent"));
            }
        }
    }

    @Test
    void saysThatTheVaultFailedBeforeAnythingWasSent() throws IOException {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, "verdict ACCEPTED"))) {
            TestActionContext context = context(server.url("/documents")).withSupplied("Authorization secret", () -> {
                throw new VaultUnavailableException(URI.create("https://vault.example"), "token", "no answer", null);
            });
            assertThatThrownBy(() -> send(context)).isInstanceOf(VaultUnavailableException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void keepsTheAnswerWhenTheParserIsFaulty() throws IOException {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, "verdict ACCEPTED"))) {
            ActionOutcome outcome = send(
                    context(server.url("/documents")).with("Response parser", new FormatConfiguration("parser", "(")));
            assertThat(outcome).isInstanceOf(OutcomeUnknown.class);
            assertThat(outcome.outputs()).hasSize(2);
            assertThat(outcome.messages())
                    .extracting(LogMessage::severity)
                    .containsExactly(LogMessage.Severity.INFO, LogMessage.Severity.ERROR);
        }
    }

    @Test
    void sendsTheFileWithItsKeyAndHeaders() throws IOException {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, "verdict ACCEPTED"))) {
            send(context(server.url("/documents"))
                    .with("Method", "PUT")
                    .with("Content type", "application/vnd.invoice+xml")
                    .with("Custom headers", "X-Country: NL\n\nAccept: application/json\n")
                    .with("Authorization secret", new SecretValue("t0ken"))
                    .with("Idempotency key header", "X-Request-Id"));

            LoopbackServer.Request request = server.requests().get(0);
            assertThat(request.firstLine()).startsWith("PUT /documents ");
            assertThat(request.body()).isEqualTo(INVOICE.bytes());
            for (String header : List.of(
                    "Content-Type: application/vnd.invoice+xml",
                    "X-Country: NL",
                    "Accept: application/json",
                    "X-Request-Id: " + KEY)) {
                assertThat(request.hasHeader(header)).as(header).isTrue();
            }
            assertThat(request.head()).contains("Authorization: Bearer t0ken");
        }
    }

    @Test
    void tellsTheLogNeitherSecretsNorDocuments() throws IOException {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, "verdict CONFIDENTIAL"))) {
            TestActionContext context = context(server.url("/documents?code=s3cret"))
                    .with("Authorization secret", new SecretValue("t0ken"));
            assertThat(send(context).messages())
                    .singleElement()
                    .satisfies(
                            message -> assertThat(message.text())
                                    .matches(
                                            "POST http://127\\.0\\.0\\.1:\\d+/documents answered 200 after \\d+ ms with 20 bytes"));

            assertThat(send(context.with("Authorization secret", new SecretValue("t0ken\n"))))
                    .isInstanceOfSatisfying(
                            RetryableFailure.class,
                            failure -> assertThat(failure.reason())
                                    .contains("Authorization")
                                    .doesNotContain("t0ken"));
        }
    }

    @Test
    void refusesAnImpossibleCallBeforeItIsIntended() {
        assertThatThrownBy(() -> action.request(context(URI.create("https://10.0.0.1/"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a public address");
        assertThatThrownBy(() -> action.request(context(URI.create("https://authority.example/"))
                        .with("Custom headers", "Host: other.example")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Host");
        assertThatThrownBy(() -> action.request(
                        context(URI.create("https://authority.example/")).with("Timeout", "PT1H")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT10M");
        assertThat(action.request(context(URI.create("https://authority.example/"))))
                .isEqualTo(INVOICE);
    }

    @Test
    void takesNoLongerThanItSays() {
        TestActionContext context =
                context(URI.create("https://authority.example/")).with("Timeout", "PT1M");
        assertThat(action.timeout(context)).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(2));
    }

    @Test
    void leavesTheDecisionToAPersonUnlessConfiguredOtherwise() {
        TestActionContext context = context(URI.create("https://authority.example/"));
        assertThat(action.recovery(context)).isEqualTo(Recovery.DECISION);
        assertThat(action.recovery(context.with("Recovery", "REPEAT"))).isEqualTo(Recovery.REPEAT);
    }

    @ParameterizedTest
    @CsvSource({
        "200, verdict ACCEPTED, Completed",
        "404, verdict REJECTED, Completed",
        "404, not here, RetryableFailure",
        "200, in progress, OutcomeUnknown",
        "401, no, OutcomeUnknown",
        "429, no, OutcomeUnknown",
        "503, no, OutcomeUnknown"
    })
    void asksWhatBecameOfARequest(int status, String answer, String outcome) throws IOException {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(status, answer))) {
            TestActionContext context = context(URI.create("https://authority.example/"))
                    .with("Authorization secret", new SecretValue("t0ken"))
                    .with("Status URL", server.url("/status/") + "{key}");

            assertThat(action.ask(context, INVOICE, "a b/c").getClass().getSimpleName())
                    .isEqualTo(outcome);
            LoopbackServer.Request request = server.requests().get(0);
            assertThat(request.firstLine()).isEqualTo("GET /status/a%20b%2Fc HTTP/1.1");
            assertThat(request.head()).contains("Authorization: Bearer t0ken");
        }
    }

    @Test
    void stillKnowsNothingWhenNobodyCanBeAsked() throws IOException {
        String closed;
        try (LoopbackServer server = new LoopbackServer((request, out, socket) -> socket.close())) {
            closed = server.url("/").toString();
            assertThat(action.ask(context(server.url("/")).with("Status URL", "/relative/{key}"), INVOICE, KEY))
                    .isInstanceOf(OutcomeUnknown.class);
            assertThat(action.ask(context(server.url("/")).with("Status URL", closed + "{key}"), INVOICE, KEY))
                    .isInstanceOf(OutcomeUnknown.class);
        }
        assertThat(action.ask(context(URI.create(closed)).with("Status URL", closed + "{key}"), INVOICE, KEY))
                .isInstanceOf(OutcomeUnknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "URL, http://authority.example/, must use https",
        "URL, https://127.0.0.0.1/, names no host",
        "URL, https://10.0.0.1/, not a public address",
        "URL, ftp://authority.example/, must begin with https",
        "Status URL, https://10.0.0.1/{key}, not a public address",
        "Status URL, https://authority.example/status, does not name the request",
        "Status URL, https://authority.example/a b/{key}, must be an address such as",
        "Timeout, PT0S, out of bounds",
        "Timeout, PT11M, out of bounds",
        "Custom headers, no colon, Name: value",
        "Custom headers, X: {nothing}, there is no value for nothing",
        "URL, https://authority.example/{id}, there is no value for id",
        "URL, https://authority.example/{id, a single brace",
        "Route parameters, id, name=value",
        "Query values, id, name=value",
        "Cookies, a=b;c, semicolon",
        "Response encoding, latin-99, not known",
        "Status URL, https://authority.example/{documentNumber}, which is not set",
        "Body, text, both a file and a text",
        "Method, GET, sends nothing but its URL",
        "Custom headers, Content-Length: 5, set by the call itself",
        "Custom headers, Authorization: Basic abc, keep it in the vault",
        "Custom headers, Bad Name: x, no header name",
        "Idempotency key header, a b, no header name",
        "Recovery, ASK, needs a status URL"
    })
    void findsFaultsWhenTheFeatureIsCompleted(String parameter, String value, String message) {
        List<Finding> findings = check(Map.of(parameter, ParameterValue.literal(value)));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.blocks()).isTrue();
            assertThat(finding.field())
                    .isEqualTo("parameters."
                            + (value.contains("documentNumber")
                                    ? "Document number"
                                    : parameter.equals("Recovery")
                                            ? "Status URL"
                                            : parameter.equals("Method") ? "Input file" : parameter));
            assertThat(finding.message()).contains(message);
            assertThat(finding.remedy()).isNotEmpty();
        });
    }

    @Test
    void checksConstantsAndLeavesTheClientsVariablesToTheRun() {
        assertThat(check(Map.of())).isEmpty();
        assertThat(check(Map.of("URL", ParameterValue.variable("constant url"))))
                .hasSize(1);
        assertThat(check(Map.of("URL", ParameterValue.variable("client url")))).isEmpty();
    }

    private List<Finding> check(Map<String, ParameterValue> parameters) {
        Map<String, ParameterValue> all = new HashMap<>(Map.of(
                "Input file", ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                "URL", ParameterValue.literal("https://authority.example/documents"),
                "Response parser", ParameterValue.literal("parser")));
        all.putAll(parameters);
        Action configured = Action.of("call", CallRestWebServiceAction.TYPE, all);
        FeatureSetup setup = new FeatureSetup(
                "setup",
                FeatureSetup.Type.PROCESSING_PIPELINE,
                ApplicabilityRule.all(),
                List.of(
                        variable("constant url", Variable.Kind.CONSTANT),
                        variable("client url", Variable.Kind.FROM_CLIENT)),
                List.of(configured));
        return action.check(
                configured, new FeatureContent("", List.of(setup), List.of(new FormatConfiguration("parser", "text"))));
    }

    private static Variable variable(String name, Variable.Kind kind) {
        return new Variable(name, "", kind, DataType.STRING, Optional.of("https://10.0.0.1/"), Optional.empty());
    }

    private TestActionContext context(URI url) {
        return new TestActionContext(action.description())
                .with("Input file", INVOICE)
                .with("URL", url.toString())
                .with("Response parser", InMemoryResponseParser.VERDICT_LINE);
    }

    private ActionOutcome send(TestActionContext context) {
        return action.send(context, INVOICE, KEY);
    }
}
