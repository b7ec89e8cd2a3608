package io.einvoicing.service.telemetry;

import static io.einvoicing.testkit.data.TestData.aCaller;
import static io.einvoicing.testkit.data.TestData.aFeatureVersion;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static io.einvoicing.testkit.data.TestData.deployment;
import static io.einvoicing.testkit.data.TestData.featureOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.einvoicing.ElectronicInvoicing;
import io.einvoicing.access.Caller;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.OutsideEffectActionType;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.http.call.OutboundRequest;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.submission.SubmitResult;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.testkit.memory.InMemoryStore;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What traces and metrics tell of one submission that needs two runs, with a real call to a web service on loopback. */
class FlowTracesTest {
    private static final AttributeKey<String> OUTCOME = AttributeKey.stringKey("einvoicing.outcome");

    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final SdkTracerProvider tracers = SdkTracerProvider.builder()
            .addSpanProcessor(SimpleSpanProcessor.create(spans))
            .build();
    private final Queue<Integer> answers = new ArrayDeque<>(List.of(503, 200));
    private final Queue<Optional<String>> received = new ConcurrentLinkedQueue<>();
    private final PrometheusRegistry metrics = new PrometheusRegistry();
    private final TestClock clock = new TestClock();
    private final InMemoryStore store = new InMemoryStore();
    private final Caller caller = aCaller().build();
    private HttpServer authority;

    @BeforeEach
    void startAuthority() throws IOException {
        authority = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        authority.createContext("/", exchange -> {
            received.add(Optional.ofNullable(exchange.getRequestHeaders().getFirst("traceparent")));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(answers.remove(), -1);
            exchange.close();
        });
        authority.start();
    }

    @AfterEach
    void stopAuthority() {
        authority.stop(0);
        tracers.close();
    }

    private OpenTelemetry telemetry() {
        return new OpenTelemetry() {
            @Override
            public TracerProvider getTracerProvider() {
                return tracers;
            }

            @Override
            public ContextPropagators getPropagators() {
                return ContextPropagators.noop();
            }
        };
    }

    /** Submits one document and runs it until it has ended. */
    private Submission runToItsEnd(double share, Set<String> hosts) {
        Observers observers = new Observers(new FlowMetrics(metrics), new FlowTraces(telemetry(), share, hosts, clock));
        InMemoryDocumentStore documents = new InMemoryDocumentStore();
        InMemorySecretVault vault = new InMemorySecretVault();
        vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, "memory:customer");
        OutboundPolicy policy =
                OutboundPolicy.PUBLIC_HOSTS.allowingPlainText("127.0.0.1").allowingPrivate("127.0.0.1");
        try (OutboundHttp http = new OutboundHttp(policy, observers)) {
            ServiceEnvironment environment = deployed();
            ElectronicInvoicing invoicing = ElectronicInvoicing.builder()
                    .stores(store)
                    .vault(vault)
                    .documents(documents)
                    .containers(documents)
                    .queue(store.queue())
                    .actions(List.of(new Call(http, authority.getAddress().getPort())))
                    .clock(clock)
                    .flowObserver(observers)
                    .submissionObserver(observers)
                    .build();
            SubmitResult result = invoicing
                    .submissions()
                    .submit(
                            caller,
                            new SubmitCommand(
                                    environment.name(),
                                    new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", "1"),
                                    Map.of("Country", FieldValue.of("DE")),
                                    Map.of(),
                                    text("{}")));
            Submission submission = ((SubmitResult.Scheduled) result).submission();
            assertThat(invoicing.engine().run(caller.tenant(), submission.id())).contains(SubmissionStatus.PENDING);
            clock.advance(Duration.ofSeconds(10));
            assertThat(invoicing.engine().run(caller.tenant(), submission.id())).contains(SubmissionStatus.COMPLETED);
            return submission;
        }
    }

    private ServiceEnvironment deployed() {
        store.tenants()
                .save(
                        aTenant()
                                .id(caller.tenant())
                                .activatedFor(caller.clientApplication())
                                .build(),
                        aStamp("tenant.create"));
        FeatureVersion version = aFeatureVersion()
                .of(caller.tenant())
                .published()
                .withActions(Action.of("Send", "Call", Map.of()).withRetry(RetryPolicy.of(1, Duration.ofSeconds(10))))
                .build();
        store.features().create(featureOf(version), version, aStamp("feature.create"));
        ServiceEnvironment environment =
                anEnvironment().of(caller.tenant()).listing(caller).published().build();
        store.environments().save(environment, aStamp("environment.publish"));
        store.features().deploy(deployment(version, environment.id(), TestData.NOW), version, aStamp("feature.deploy"));
        return environment;
    }

    @Test
    void oneTraceHoldsEveryRunOfASubmissionUnderItsId() {
        Submission submission = runToItsEnd(1, Set.of());

        List<SpanData> all = spans.getFinishedSpanItems();
        assertThat(all).extracting(SpanData::getTraceId).containsOnly(FlowTraces.traceId(submission.id()));
        assertThat(FlowTraces.traceId(submission.id()))
                .isEqualTo(submission.id().toString().replace("-", ""));
        assertThat(all)
                .extracting(SpanData::getName)
                .containsExactly("submit", "POST", "action Call", "run", "POST", "action Call", "run");
        assertThat(all)
                .extracting(span -> String.valueOf(span.getAttributes().get(OUTCOME)))
                .containsExactly("null", "5xx", "FAILED_RETRYABLY", "PENDING", "2xx", "COMPLETED", "COMPLETED");
        assertThat(all)
                .filteredOn(span -> span.getStatus().getStatusCode() == StatusCode.ERROR)
                .extracting(SpanData::getName)
                .containsExactly("POST", "action Call");
        SpanData call = all.get(4);
        assertThat(call.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(call.getParentSpanId()).isEqualTo(all.get(5).getSpanId());
        assertThat(all.get(5).getParentSpanId()).isEqualTo(all.get(6).getSpanId());
        assertThat(all.get(6).getParentSpanId()).isEqualTo(all.get(0).getParentSpanId());
    }

    @Test
    void noWebServiceIsToldOfTheTraceUnlessItIsConfigured() {
        runToItsEnd(1, Set.of("authority.example"));

        assertThat(received).containsExactly(Optional.empty(), Optional.empty());
    }

    @Test
    void aConfiguredWebServiceIsToldOfTheCallsSpan() {
        runToItsEnd(1, Set.of("127.0.0.1"));

        List<SpanData> calls = spans.getFinishedSpanItems().stream()
                .filter(span -> span.getName().equals("POST"))
                .toList();
        assertThat(received)
                .containsExactlyElementsOf(calls.stream()
                        .map(span -> Optional.of("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01"))
                        .toList());
    }

    @Test
    void whatIsNotSampledLeavesNoSpan() {
        runToItsEnd(0, Set.of());

        assertThat(spans.getFinishedSpanItems()).isEmpty();
    }

    @Test
    void metricsTellRunsActionsCallsAndWhatWasCounted() throws Exception {
        runToItsEnd(1, Set.of());

        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(text, metrics.scrape());
        assertThat(text.toString(StandardCharsets.UTF_8).lines())
                .contains(
                        "einvoicing_submissions_accepted_total{kind=\"ORIGINAL\"} 1.0",
                        "einvoicing_submit_duration_seconds_count 1",
                        "einvoicing_runs_total{reason=\"RETRY\",status=\"PENDING\"} 1.0",
                        "einvoicing_runs_total{reason=\"\",status=\"COMPLETED\"} 1.0",
                        "einvoicing_completions_total{counting=\"COUNTED\"} 1.0",
                        "einvoicing_completion_duration_seconds_bucket{le=\"5.0\"} 0",
                        "einvoicing_completion_duration_seconds_bucket{le=\"10.0\"} 1",
                        "einvoicing_action_duration_seconds_count{status=\"FAILED_RETRYABLY\",type=\"Call\"} 1",
                        "einvoicing_action_duration_seconds_count{status=\"COMPLETED\",type=\"Call\"} 1",
                        "einvoicing_call_duration_seconds_count{host=\"127.0.0.1\",outcome=\"5xx\"} 1",
                        "einvoicing_call_duration_seconds_count{host=\"127.0.0.1\",outcome=\"2xx\"} 1")
                .noneMatch(line -> line.contains(caller.tenant().toString()));
    }

    @Test
    void aLabelTakesSoManyValuesAndNoMore() {
        BoundedLabel label = new BoundedLabel(2);

        assertThat(List.of(label.of("a"), label.of("b"), label.of("c"), label.of("a"), label.of("d")))
                .containsExactly("a", "b", BoundedLabel.OTHER, "a", BoundedLabel.OTHER);
    }

    private static DocumentContent text(String text) {
        return new DocumentContent("application/json", text.getBytes(StandardCharsets.UTF_8));
    }

    /** Posts to the authority: 200 completes, anything else may be retried. */
    private record Call(OutboundHttp http, int port) implements OutsideEffectActionType {
        @Override
        public ActionDescription description() {
            return new ActionDescription("Call", "Posts.", ActionDescription.Kind.OUTSIDE_EFFECT, List.of(), List.of());
        }

        @Override
        public DocumentContent request(ActionContext context) {
            return text("{}");
        }

        @Override
        public Duration timeout(ActionContext context) {
            return Duration.ofSeconds(30);
        }

        @Override
        public ActionOutcome send(ActionContext context, DocumentContent request, String idempotencyKey) {
            return http.exchange(new OutboundRequest(
                            "POST",
                            URI.create("http://127.0.0.1:" + port + "/"),
                            Map.of(),
                            Optional.of(request),
                            timeout(context)))
                    .fold(
                            notSent -> ActionOutcome.retryable(notSent.reason()),
                            answered -> answered.status() == 200
                                    ? ActionOutcome.completed()
                                    : ActionOutcome.retryable("busy"),
                            none -> ActionOutcome.unknown(none.reason()));
        }

        @Override
        public Recovery recovery(ActionContext context) {
            return Recovery.DECISION;
        }
    }
}
