package io.einvoicing.http.api;

import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.FlowState;
import io.einvoicing.submission.Intent;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RedriveApiTest {
    private static final String PATH = "/api/v1/submissions";
    private static final String MANY = "/api/v1/submission-redrives";

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    private String submit(String record) {
        return api.post(PATH, """
                        {"environment": "Production", "content": {"total": 10},
                         "document": {"erpApplication": "ERP-1", "legalEntity": "DEMF", "documentContext": "Customer invoice",
                                      "sourceRecord": "%s"}}""".formatted(record)).text("id");
    }

    private String failed(String record) {
        return left(
                record,
                claimed -> aCheckpoint(claimed)
                        .failed("the customer has no tax number")
                        .build());
    }

    private String undecided(String record) {
        return left(
                record,
                claimed -> aCheckpoint(claimed)
                        .sent()
                        .flow(FlowState.INITIAL.withIntent(
                                Optional.of(new Intent(1, claimed.order().input(), "key-1", api.clock.instant()))))
                        .pending(PendingReason.OUTCOME_UNKNOWN, Optional.empty())
                        .failure("no answer within 30 s")
                        .build());
    }

    private String left(String record, Function<Submission, FlowCheckpoint> checkpoint) {
        String id = submit(record);
        api.clock.advance(Duration.ofSeconds(1));
        Submission claimed = api.store
                .progress()
                .claim(
                        api.tenant,
                        SubmissionId.parse(id),
                        api.clock.instant(),
                        api.clock.instant().plusSeconds(60))
                .orElseThrow();
        assertThat(api.store.progress().record(checkpoint.apply(claimed))).isTrue();
        return id;
    }

    private static void assertProblem(ApiServer.Answer answer, ProblemType type, String part) {
        assertThat(answer.status()).as(answer.body().toPrettyString()).isEqualTo(type.status());
        assertThat(answer.text("type")).isEqualTo(type.uri().toString());
        assertThat(answer.text("detail")).contains(part);
    }

    @Test
    void drivesASubmissionOnWhereItStoppedOrFromANamedAction() {
        api.publish();
        String id = failed("FTI-1");

        assertProblem(
                api.post(PATH + "/" + id + "/redrive", "{\"from\": \"Nothing\"}"),
                ProblemType.INVALID_CONTENT,
                "\"Nothing\" is neither the action where the submission stopped");
        ApiServer.Answer driven = api.post(PATH + "/" + id + "/redrive", "");

        assertThat(driven.status()).as(driven.body().toPrettyString()).isEqualTo(200);
        assertThat(driven.text("status")).isEqualTo("SCHEDULED");
        assertThat(driven.text("failure")).isEmpty();
        assertProblem(api.post(PATH + "/" + id + "/redrive", "{}"), ProblemType.CONFLICT, "it runs");
    }

    @Test
    void drivesOnManyAndTellsHowFarItIs() {
        api.publish();
        failed("FTI-1");
        failed("FTI-2");
        String waiting = undecided("FTI-3");
        String other = failed("FTX-1");

        ApiServer.Answer started = api.post(MANY, "{\"filter\": {\"sourceRecordStart\": \"FTI-\"}}");

        assertThat(started.status()).as(started.body().toPrettyString()).isEqualTo(202);
        assertThat(started.body().path("total").asInt()).isEqualTo(2);
        assertThat(started.body().path("done").asBoolean()).isFalse();
        assertThat(started.body().at("/filter/status/0").asText()).isEqualTo("FAILED");
        assertThat(started.header("Location")).endsWith(MANY + "/" + started.text("id"));
        api.store.redrives().advance(api.clock.instant(), 100);
        ApiServer.Answer done = api.get(MANY + "/" + started.text("id"));
        assertThat(done.body().path("done").asBoolean()).isTrue();
        assertThat(done.body().path("redriven").asInt()).isEqualTo(2);
        assertThat(api.get(PATH + "/" + other).text("status")).isEqualTo("FAILED");
        assertThat(api.get(MANY).body().path("items")).hasSize(1);

        String named = api.post(MANY, "{\"submissions\": [\"" + waiting + "\", \"" + other + "\"]}")
                .text("id");
        api.store.redrives().advance(api.clock.instant(), 100);
        ApiServer.Answer second = api.get(MANY + "/" + named);
        assertThat(second.body().path("selected").asInt()).isEqualTo(2);
        assertThat(second.body().path("redriven").asInt()).isEqualTo(1);
        assertThat(second.body().at("/refused/0/code").asText()).isEqualTo("WAITS_FOR_DECISION");
        assertThat(second.body().at("/refused/0/number").asInt()).isEqualTo(1);
    }

    @Test
    void decidesAboutManyAndTellsHowFarItIs() {
        api.publish();
        String first = undecided("FTI-1");
        String second = undecided("FTI-2");
        String failed = failed("FTI-3");

        ApiServer.Answer started = api.post(MANY, "{\"filter\": {}, \"decision\": \"GIVE_UP\"}");

        assertThat(started.status()).as(started.body().toPrettyString()).isEqualTo(202);
        assertThat(started.text("decision")).isEqualTo("GIVE_UP");
        assertThat(started.body().path("total").asInt()).isEqualTo(2);
        api.store.redrives().advance(api.clock.instant(), 100);
        assertThat(api.get(MANY + "/" + started.text("id"))
                        .body()
                        .path("redriven")
                        .asInt())
                .isEqualTo(2);
        assertThat(api.get(PATH + "/" + first).text("status")).isEqualTo("FAILED");

        String named = api.post(
                        MANY, "{\"submissions\": [\"" + second + "\", \"" + failed + "\"], \"decision\": \"REPEAT\"}")
                .text("id");
        api.store.redrives().advance(api.clock.instant(), 100);
        ApiServer.Answer done = api.get(MANY + "/" + named);
        assertThat(done.body().at("/refused/0/code").asText()).isEqualTo("NO_DECISION");
        assertThat(done.body().at("/refused/0/number").asInt()).isEqualTo(2);
        assertProblem(
                api.post(MANY, "{\"filter\": {\"status\": [\"FAILED\"]}, \"decision\": \"REPEAT\"}"),
                ProblemType.INVALID_CONTENT,
                "OUTCOME_UNKNOWN");
    }

    @Test
    void checksACommandToDriveOn() {
        for (Map.Entry<String, String> wrong : Map.of(
                        "{}", "filter",
                        "{\"submissions\": []}", "filter",
                        "{\"filter\": {}, \"decision\": \"CONFIRM\"}", "decision",
                        "{\"filter\": {\"legalEntity\": \"\"}}", "filter",
                        "{\"filter\": {\"kind\": \"COPY\"}}", "filter.kind",
                        "{\"submissions\": [\"1\"]}", "submissions[0]")
                .entrySet()) {
            ApiServer.Answer refused = api.post(MANY, wrong.getKey());
            assertThat(refused.status()).as(wrong.getKey()).isEqualTo(400);
            assertThat(refused.body().at("/findings/0/field").asText())
                    .as(wrong.getKey())
                    .startsWith(wrong.getValue());
        }
        assertProblem(
                api.post(MANY, "{\"filter\": {\"status\": [\"COMPLETED\"]}}"),
                ProblemType.INVALID_CONTENT,
                "only what FAILED or is PENDING");
    }

    @Test
    void entersWhatTheAuthoritySaid() {
        api.publish();
        String id = undecided("FTI-1");

        ApiServer.Answer confirmed = api.post(PATH + "/" + id + "/confirmation", """
                {"invoiceStatus": "ACCEPTED", "receipt": "2026/4711", "note": "Mrs. Weber said so by phone",
                 "contentText": "<receipt/>", "mediaType": "application/xml"}""");

        assertThat(confirmed.status()).as(confirmed.body().toPrettyString()).isEqualTo(200);
        assertThat(confirmed.text("status")).isEqualTo("SCHEDULED");
        assertThat(confirmed.text("invoiceStatus")).isEqualTo("ACCEPTED");
        assertThat(confirmed.body().at("/log/actions/0/status").asText()).isEqualTo(ActionRun.Status.COMPLETED.name());
        assertThat(confirmed.body().at("/log/actions/0/messages/0/text").asText())
                .contains("2026/4711", "Mrs. Weber");
        String file = confirmed.body().at("/log/files/1/name").asText();
        assertThat(api.get(PATH + "/" + id + "/files/" + file).response().body())
                .isEqualTo("<receipt/>");
        assertProblem(
                api.post(PATH + "/" + id + "/confirmation", "{\"invoiceStatus\": \"ACCEPTED\"}"),
                ProblemType.CONFLICT,
                "no call whose outcome is unknown");
    }

    @Test
    void checksAConfirmation() {
        api.publish();
        String id = undecided("FTI-1");
        for (Map.Entry<String, String> wrong : Map.of(
                        "{}", "invoiceStatus",
                        "{\"invoiceStatus\": \"accepted\"}", "invoiceStatus",
                        "{\"invoiceStatus\": \"ACCEPTED\", \"contentText\": \"x\"}", "mediaType")
                .entrySet()) {
            ApiServer.Answer refused = api.post(PATH + "/" + id + "/confirmation", wrong.getKey());
            assertThat(refused.status()).as(wrong.getKey()).isEqualTo(400);
            assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo(wrong.getValue());
        }
        assertThat(api.post(
                                PATH + "/" + id + "/confirmation",
                                "{\"invoiceStatus\": \"ACCEPTED\", \"receipt\": \"" + "x".repeat(201) + "\"}")
                        .status())
                .isEqualTo(400);
        assertThat(List.of(api.get(PATH + "/" + id).text("status"))).containsExactly("PENDING");
    }
}
