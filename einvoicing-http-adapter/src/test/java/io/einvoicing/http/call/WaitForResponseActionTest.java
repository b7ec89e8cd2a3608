package io.einvoicing.http.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.memory.InMemoryPipeline;
import io.einvoicing.testkit.memory.InMemoryResponseParser;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class WaitForResponseActionTest {
    private static final DocumentContent INVOICE = new DocumentContent("application/xml", "<Invoice/>".getBytes(UTF_8));
    private static final Map<String, ParameterValue> BY_VERDICT =
            Map.of("Response parser", ParameterValue.literal(InMemoryResponseParser.VERDICT_LINE.name()));

    private final AtomicReference<String> answer = new AtomicReference<>(LoopbackServer.response(202, "in progress"));
    private final OutboundHttp http = new OutboundHttp(
            OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8").allowingPlainText("127.0.0.1"));
    private final WaitForResponseAction action = new WaitForResponseAction(http, new InMemoryResponseParser());

    @AfterEach
    void closeClient() {
        http.close();
    }

    @Test
    void waitsWithGrowingPausesUntilTheVerdictIsThere() throws IOException {
        try (LoopbackServer server = server()) {
            InMemoryPipeline pipeline = pipeline(server, BY_VERDICT);
            Submission submission = pipeline.process(INVOICE);
            Instant start = pipeline.clock.instant();
            List<Long> pauses = new ArrayList<>();
            Instant last = start;
            for (int i = 0; i < 7; i++) {
                assertThat(submission.pendingReason()).contains(PendingReason.WAITING_FOR_RESPONSE);
                Instant due = submission.dueAt().orElseThrow();
                pauses.add(Duration.between(last, due).toMinutes());
                last = due;
                submission = pipeline.runWhenDue(submission.id());
            }
            assertThat(pauses).containsExactly(1L, 1L, 2L, 4L, 8L, 15L, 15L);
            assertThat(submission.flow().runs()).as("one line in the log").hasSize(1);

            answer.set(LoopbackServer.response(200, "verdict REJECTED R-1"));
            submission = pipeline.runWhenDue(submission.id());
            assertThat(submission.status()).isEqualTo(SubmissionStatus.COMPLETED);
            assertThat(submission.invoiceStatus()).contains(InvoiceStatus.REJECTED);
            assertThat(pipeline.text(submission, "wait", "Receipt")).isEqualTo("R-1");
            assertThat(pipeline.text(submission, "wait", "Answered")).isEqualTo("true");
            assertThat(server.requests().get(0).firstLine()).isEqualTo("GET /status/R-1 HTTP/1.1");
        }
    }

    @Test
    void givesUpWhenTimeIsUpAfterALastLook() throws IOException {
        Map<String, ParameterValue> parameters = new HashMap<>(BY_VERDICT);
        parameters.put("Till", ParameterValue.literal("PT90S"));
        try (LoopbackServer server = server()) {
            InMemoryPipeline pipeline = pipeline(server, parameters);
            Submission submission = pipeline.process(INVOICE);
            submission = pipeline.runWhenDue(submission.id());
            assertThat(submission.dueAt()).contains(pipeline.clock.instant().plusSeconds(30));
            submission = pipeline.runWhenDue(submission.id());
            assertThat(submission.status()).isEqualTo(SubmissionStatus.FAILED);
            assertThat(submission.failure()).contains("did not come within PT1M30S");
            assertThat(server.requests()).hasSize(3);
        }
    }

    @Test
    void goesOnWithoutTheResponseIfToldTo() throws IOException {
        Map<String, ParameterValue> parameters = new HashMap<>(BY_VERDICT);
        parameters.put("Till", ParameterValue.literal("PT1M"));
        parameters.put("When time is up", ParameterValue.literal("CONTINUE"));
        try (LoopbackServer server = server()) {
            InMemoryPipeline pipeline = pipeline(server, parameters);
            Submission submission =
                    pipeline.runWhenDue(pipeline.process(INVOICE).id());
            assertThat(submission.status()).isEqualTo(SubmissionStatus.COMPLETED);
            assertThat(pipeline.text(submission, "wait", "Answered")).isEqualTo("false");
        }
    }

    @Test
    void waitsAsLongAsTheWebServiceAsks() throws IOException {
        answer.set(LoopbackServer.response(429, "", "Retry-After: 1800"));
        try (LoopbackServer server = server()) {
            InMemoryPipeline pipeline = pipeline(server, BY_VERDICT);
            assertThat(pipeline.process(INVOICE).dueAt())
                    .contains(pipeline.clock.instant().plusSeconds(1800));
        }
    }

    @Test
    void waitsOnWhenThereIsNoAnswerAtAll() throws IOException {
        InMemoryPipeline pipeline;
        try (LoopbackServer server = server()) {
            pipeline = pipeline(server, BY_VERDICT);
        }
        assertThat(pipeline.process(INVOICE).pendingReason()).contains(PendingReason.WAITING_FOR_RESPONSE);
    }

    @ParameterizedTest
    @CsvSource({
        "Awaited text, done, 200, all done, COMPLETED",
        "Awaited text, done, 500, all done, PENDING",
        "Awaited text, done, 200, almost, PENDING",
        "Awaited HTTP status, '200, 404', 404, none, COMPLETED",
        "Awaited HTTP status, '200, 404', 202, none, PENDING"
    })
    void knowsTheAwaitedAnswerByItsTextOrItsStatus(
            String parameter, String value, int status, String body, SubmissionStatus expected) throws IOException {
        answer.set(LoopbackServer.response(status, body));
        try (LoopbackServer server = server()) {
            assertThat(pipeline(server, Map.of(parameter, ParameterValue.literal(value)))
                            .process(INVOICE)
                            .status())
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Awaited HTTP status, ok, must be a number",
        "Interval, PT0S, out of bounds",
        "Till, P9999D, out of bounds",
        "URL, https://10.0.0.1/, not a public address"
    })
    void findsFaultsWhenTheFeatureIsCompleted(String parameter, String value, String message) {
        Map<String, ParameterValue> parameters = new HashMap<>(BY_VERDICT);
        parameters.put("URL", ParameterValue.literal("https://authority.example/{sourceRecord}"));
        parameters.put(parameter, ParameterValue.literal(value));
        assertThat(check(parameters))
                .singleElement()
                .satisfies(found -> assertThat(found).contains(parameter).contains(message));
    }

    @Test
    void asksWhichAnswerIsAwaited() {
        assertThat(check(Map.of("URL", ParameterValue.literal("https://authority.example/"))))
                .singleElement()
                .satisfies(found -> assertThat(found).contains("nothing says which answer is waited for"));
    }

    private List<String> check(Map<String, ParameterValue> parameters) {
        return action
                .check(
                        Action.of("wait", WaitForResponseAction.TYPE, parameters),
                        new FeatureContent("", List.of(), List.of(InMemoryResponseParser.VERDICT_LINE)))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private LoopbackServer server() throws IOException {
        return new LoopbackServer((request, out, socket) -> LoopbackServer.write(out, answer.get()));
    }

    private InMemoryPipeline pipeline(LoopbackServer server, Map<String, ParameterValue> further) {
        Map<String, ParameterValue> parameters = new HashMap<>(
                Map.of("URL", ParameterValue.literal(server.url("/status/").toString() + "{sourceRecord}")));
        parameters.putAll(further);
        return new InMemoryPipeline(
                List.of(action),
                List.of(InMemoryResponseParser.VERDICT_LINE),
                List.of(),
                List.of(),
                Action.of("wait", WaitForResponseAction.TYPE, parameters));
    }
}
