package io.einvoicing.http.pages;

import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.anEnvironment;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.Variable;
import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.Direction;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.http.api.ApiServer;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.Intent;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmitCommand;
import io.einvoicing.testkit.data.TestData;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Submissions as workers leave them, in every state, behind the real API. */
final class SubmissionStates {
    /** What somebody who means harm would write into a document. */
    static final String HOSTILE = "<img src=x onerror=document.title='pwned'>";

    static final String HOST_SAYS_NO = "the host says no: BR-CO-15, total and sum of the lines differ";

    private static final String PATH = "/api/v1/submissions";

    private final ApiServer api;
    private final ServiceEnvironment environment;

    /** Publishes an environment and a feature whose setup has two actions and takes a variable. */
    SubmissionStates(ApiServer api) {
        this.api = api;
        api.clock.set(Instant.now());
        environment = anEnvironment()
                .of(api.tenant)
                .createdBy(api.caller().principal())
                .published()
                .build();
        api.store.environments().save(environment, aStamp("environment.create"));
        FeatureVersion version = TestData.aFeatureVersion()
                .of(api.tenant)
                .withSetups(new FeatureSetup(
                        "Customer invoices",
                        FeatureSetup.Type.PROCESSING_PIPELINE,
                        ApplicabilityRule.equal(SubmitCommand.DOCUMENT_CONTEXT, "Customer invoice"),
                        List.of(new Variable(
                                "OrderNumber",
                                "Number of the customer's order",
                                Variable.Kind.FROM_CLIENT,
                                DataType.STRING,
                                Optional.of("none"),
                                Optional.empty())),
                        List.of(
                                Action.of("Render", "Transform document", Map.of())
                                        .exportingResults(),
                                Action.of("Send", "Transform document", Map.of()))))
                .published()
                .build();
        api.store.features().create(TestData.featureOf(version), version, aStamp("feature.create"));
        api.store
                .features()
                .deploy(
                        TestData.deployment(version, environment.id(), TestData.NOW),
                        version,
                        aStamp("feature.deploy"));
    }

    /** Hands a document in, which waits for a worker that never comes. */
    String scheduled(String record) {
        return scheduled(record, "DEMF", "{\"total\": 10}");
    }

    String scheduled(String record, String legalEntity, String content) {
        api.clock.advance(Duration.ofSeconds(1));
        ApiServer.Answer answer = api.post(PATH, """
                {"environment": "Production", "contentText": "%s", "mediaType": "application/json",
                 "variables": {"OrderNumber": "PO-7"},
                 "document": {"erpApplication": "ERP-1", "legalEntity": "%s", "documentContext": "Customer invoice",
                              "sourceRecord": "%s"}}""".formatted(content.replace("\"", "\\\""), legalEntity, record));
        assertThat(answer.status()).as(answer.body().toPrettyString()).isEqualTo(202);
        return answer.text("id");
    }

    /** Completed, counted, and accepted or not. */
    String completed(String record, InvoiceStatus verdict) {
        String id = scheduled(record);
        Submission claimed = claimed(id);
        FlowCheckpoint completion = aCheckpoint(claimed)
                .sent()
                .flow(FlowState.INITIAL.withRun(rendered(claimed)).withRun(sent(claimed)))
                .results(Map.of("ReceiptNumber", "2026/4711"))
                .invoiceStatus(verdict)
                .completed()
                .at(api.clock.instant())
                .build();
        CountedDocument counted = new CountedDocument(
                claimed.tenant(),
                claimed.order().environment(),
                claimed.order().feature(),
                Direction.EXPORT,
                claimed.order().document(),
                api.clock.instant(),
                claimed.id());
        assertThat(api.store.completions().complete(completion, Optional.of(counted)))
                .isPresent();
        return id;
    }

    String failed(String record) {
        return left(
                scheduled(record),
                claimed -> aCheckpoint(claimed)
                        .sent()
                        .flow(FlowState.INITIAL
                                .withRun(rendered(claimed))
                                .withRun(refused(claimed))
                                .withNext(2))
                        .failed(HOST_SAYS_NO)
                        .at(api.clock.instant())
                        .build());
    }

    /** Waits for a person, for nobody knows what became of its call. */
    String undecided(String record) {
        return left(
                scheduled(record),
                claimed -> aCheckpoint(claimed)
                        .sent()
                        .flow(FlowState.INITIAL
                                .withRun(rendered(claimed))
                                .withNext(2)
                                .withIntent(Optional.of(
                                        new Intent(2, claimed.order().input(), "key-1", api.clock.instant()))))
                        .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                        .failure("no answer within 30 s")
                        .build());
    }

    String setAside(String record) {
        return left(
                scheduled(record),
                claimed -> aCheckpoint(claimed)
                        .pending(PendingReason.SET_ASIDE, Optional.empty())
                        .failure("3 workers died with it in hand")
                        .build());
    }

    String retrying(String record) {
        return left(
                scheduled(record),
                claimed -> aCheckpoint(claimed)
                        .flow(FlowState.INITIAL.withRun(rendered(claimed)).withNext(2))
                        .pending(
                                PendingReason.RETRY,
                                Optional.of(api.clock.instant().plusSeconds(3_600)))
                        .failure("the host answered 503")
                        .build());
    }

    /** Ends what runs, as a worker does. */
    String end(String id) {
        return left(
                id,
                claimed -> aCheckpoint(claimed)
                        .flow(claimed.flow().withRun(rendered(claimed)))
                        .failed(HOST_SAYS_NO)
                        .at(api.clock.instant())
                        .build());
    }

    private String left(String id, Function<Submission, FlowCheckpoint> checkpoint) {
        assertThat(api.store.progress().record(checkpoint.apply(claimed(id)))).isTrue();
        return id;
    }

    private Submission claimed(String id) {
        api.clock.advance(Duration.ofSeconds(1));
        Instant now = api.clock.instant();
        return api.store
                .progress()
                .claim(api.tenant, SubmissionId.parse(id), now, now.plusSeconds(60))
                .orElseThrow();
    }

    private ActionRun rendered(Submission claimed) {
        return run(
                1,
                "Render",
                claimed,
                ActionRun.Status.COMPLETED,
                Map.of("Output file", new OutputValue.File(claimed.order().input())),
                List.of());
    }

    private ActionRun sent(Submission claimed) {
        return run(
                2,
                "Send",
                claimed,
                ActionRun.Status.COMPLETED,
                Map.of("Receipt", new OutputValue.Text("2026/4711")),
                List.of(LogMessage.info("HTTP_200", "the host took the document")));
    }

    private ActionRun refused(Submission claimed) {
        return run(
                2,
                "Send",
                claimed,
                ActionRun.Status.FAILED,
                Map.of(),
                List.of(
                        LogMessage.info("HTTP_422", "the host answered"),
                        LogMessage.warning("", HOSTILE),
                        new LogMessage(
                                LogMessage.Severity.ERROR, "BR-CO-15", HOST_SAYS_NO, "/Invoice/LegalMonetaryTotal")));
    }

    private ActionRun run(
            int position,
            String action,
            Submission claimed,
            ActionRun.Status status,
            Map<String, OutputValue> outputs,
            List<LogMessage> messages) {
        Instant now = api.clock.instant();
        return new ActionRun(
                position,
                action,
                "Transform document",
                status,
                claimed.attempt(),
                now.minusMillis(340),
                now,
                outputs,
                messages);
    }
}
