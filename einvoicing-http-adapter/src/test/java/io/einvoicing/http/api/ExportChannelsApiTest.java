package io.einvoicing.http.api;

import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureSetup;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.flow.AssembleBatchAction;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.testkit.data.SubmissionBuilder;
import io.einvoicing.testkit.data.TestData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ExportChannelsApiTest {
    private static final String PATH = "/api/v1/export-channels";

    private final ApiServer api = new ApiServer();
    private final FeatureVersion version = TestData.aFeatureVersion()
            .of(api.tenant)
            .named("Weekly")
            .published()
            .withContent(new FeatureContent(
                    "",
                    List.of(),
                    List.of(new FeatureSetup(
                                    "Weekly batch",
                                    FeatureSetup.Type.EXPORT_CHANNEL_AND_PIPELINE,
                                    ApplicabilityRule.all(),
                                    List.of(),
                                    List.of(Action.of("Generate", "Transform document", Map.of())
                                            .exportingResults()))
                            .channelActions(List.of(Action.of("Assemble", AssembleBatchAction.TYPE, Map.of())))),
                    List.of(),
                    List.of()))
            .build();
    private ServiceEnvironment environment;

    @BeforeEach
    void deploy() {
        environment = api.publish().environment();
        api.store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
        api.store
                .features()
                .deploy(
                        TestData.deployment(version, environment.id(), TestData.NOW),
                        version,
                        TestData.aStamp("feature.deploy"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private Submission waiting() {
        Submission submission = aSubmission().to(environment).pinned(version).build();
        api.store.submissions().create(submission);
        Submission claimed = api.store
                .progress()
                .claim(api.tenant, submission.id(), TestData.NOW, TestData.NOW.plusSeconds(60))
                .orElseThrow();
        FlowState done = FlowState.INITIAL
                .withRun(new ActionRun(
                        1,
                        "Generate",
                        "Transform document",
                        ActionRun.Status.COMPLETED,
                        1,
                        TestData.NOW,
                        TestData.NOW,
                        Map.of("Output file", new OutputValue.File(SubmissionBuilder.aFile("result.xml"))),
                        List.of()))
                .withNext(2);
        assertThat(api.store
                        .progress()
                        .record(aCheckpoint(claimed)
                                .flow(done)
                                .pending(PendingReason.WAITING_FOR_CHANNEL, Optional.empty())
                                .build()))
                .isTrue();
        return submission;
    }

    private String run(String members) {
        return "{\"environment\": \"Production\", \"feature\": \"" + version.feature()
                + "\", \"setup\": \"Weekly batch\"" + members + "}";
    }

    private static void assertProblem(ApiServer.Answer answer, ProblemType type, String part) {
        assertThat(answer.status()).as(answer.body().toPrettyString()).isEqualTo(type.status());
        assertThat(answer.text("type")).isEqualTo(type.uri().toString());
        assertThat(answer.body().toString()).contains(part);
    }

    @Test
    void sendsWhatWaits() {
        Submission first = waiting();
        waiting();

        ApiServer.Answer started = api.post(PATH + "/runs", run(", \"most\": 1"));

        assertThat(started.status()).as(started.body().toPrettyString()).isEqualTo(202);
        String id = started.body().at("/run/id").asText();
        assertThat(started.body().at("/run/kind").asText()).isEqualTo("CHANNEL_RUN");
        assertThat(started.header("Location")).endsWith("/api/v1/submissions/" + id);
        ApiServer.Answer member = api.get("/api/v1/submissions/" + first.id());
        ApiServer.Answer channels = api.get(PATH);
        assertThat(channels.body().at("/items/0/waiting").asInt()).isEqualTo(1);
        assertThat(channels.body().at("/items/0/lastRun/id").asText()).isEqualTo(id);
        assertThat(channels.body().at("/items/0/setup").asText()).isEqualTo("Weekly batch");
        assertThat(List.of(member.text("channelRun"), member.text("pendingReason")))
                .containsAnyOf(id, "WAITING_FOR_CHANNEL");
        assertProblem(
                api.post("/api/v1/submissions/" + id + "/resubmissions", ""), ProblemType.CONFLICT, "export channel");
    }

    @Test
    void saysThatNothingWaits() {
        ApiServer.Answer answer = api.post(PATH + "/runs", run(""));

        assertThat(answer.status()).as(answer.body().toPrettyString()).isEqualTo(200);
        assertThat(answer.body().path("run").isNull()).isTrue();
        assertThat(api.get(PATH).body().path("items")).isEmpty();
        assertThat(api.storedFiles()).isZero();
    }

    @Test
    void refusesWhatDoesNotFit() {
        assertProblem(api.post(PATH + "/runs", run(", \"most\": 0")), ProblemType.INVALID_VALUE, "most");
        assertProblem(api.post(PATH + "/runs", run(", \"most\": 1001")), ProblemType.INVALID_VALUE, "most");
        assertProblem(
                api.post(PATH + "/runs", run("").replace("Weekly batch", "Other")),
                ProblemType.INVALID_CONTENT,
                "EXPORT_CHANNEL_AND_PIPELINE");
        assertProblem(
                api.post(
                        PATH + "/runs",
                        run("").replace(
                                        version.feature().toString(),
                                        UUID.randomUUID().toString())),
                ProblemType.INVALID_CONTENT,
                "setup");
        assertProblem(
                api.post(PATH + "/runs", run("").replace("Production", "Nowhere")), ProblemType.NOT_FOUND, "Nowhere");
    }
}
