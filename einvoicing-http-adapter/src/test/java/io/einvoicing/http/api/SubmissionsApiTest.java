package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.einvoicing.access.Role;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.FeatureVersionBuilder;
import io.einvoicing.testkit.data.TestData;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SubmissionsApiTest {
    private static final String PATH = "/api/v1/submissions";

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    private static String key(String record) {
        return """
                "environment": "Production",
                "document": {"erpApplication": "ERP-1", "legalEntity": "DEMF", "documentContext": "Customer invoice",
                             "sourceRecord": "%s"}""".formatted(record);
    }

    private static String invoice(String record, String content) {
        return "{" + key(record) + ", \"content\": " + content + "}";
    }

    private void assertNothingStored() {
        assertThat(api.store.submissions().list(api.tenant, SubmissionFilter.ALL, Optional.empty(), 10))
                .isEmpty();
        assertThat(api.storedFiles()).isZero();
    }

    private static void assertProblem(ApiServer.Answer answer, ProblemType type) {
        assertThat(answer.status()).as(answer.body().toPrettyString()).isEqualTo(type.status());
        assertThat(answer.contentType()).isEqualTo("application/problem+json");
        assertThat(answer.text("type")).isEqualTo(type.uri().toString());
        assertThat(answer.text("title")).isNotBlank();
        assertThat(answer.text("detail")).isNotBlank();
        assertThat(answer.body().path("status").asInt()).isEqualTo(type.status());
        assertThat(answer.response().body()).doesNotContain("java.", "io.einvoicing", "Exception");
    }

    @Test
    void acceptsADocumentAndShowsItsLog() {
        api.publish();

        ApiServer.Answer accepted = api.post(PATH, invoice("FTI-1", "{\"total\": 10.50, \"lines\": []}"));

        assertThat(accepted.status()).as(accepted.body().toPrettyString()).isEqualTo(202);
        assertThat(accepted.text("status")).isEqualTo("SCHEDULED");
        String id = accepted.text("id");
        assertThat(accepted.header("Location")).endsWith(PATH + "/" + id);
        ApiServer.Answer read = api.get(PATH + "/" + id);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("Cache-Control")).isEqualTo("no-store");
        assertThat(read.body().at("/document/sourceRecord").asText()).isEqualTo("FTI-1");
        assertThat(read.body().at("/counting/code").asText()).isEqualTo("NOT_YET");
        assertThat(read.body().at("/log/context/LegalEntityID").asText()).isEqualTo("DEMF");
        String file = read.body().at("/log/files/0/name").asText();
        ApiServer.Answer input = api.get(PATH + "/" + id + "/files/" + file);
        assertThat(input.response().body()).isEqualTo("{\"lines\":[],\"total\":10.50}");
        assertThat(input.header("Content-Disposition")).startsWith("attachment");
        assertThat(input.header("X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void answersTheSameContentWithTheSubmissionThatExists() {
        api.publish();
        ApiServer.Answer first = api.post(PATH, invoice("FTI-1", "{\"a\": 1.10, \"b\": [true, null]}"));

        ApiServer.Answer again = api.post(PATH, invoice("FTI-1", "{ \"b\" :[true,null],\n \"a\":1.10 }"));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("id")).isEqualTo(first.text("id"));
        assertThat(api.storedFiles()).isEqualTo(1);
        assertThat(api.store.queue().reminders()).hasSize(1);
    }

    @Test
    void refusesOtherContentUnderAUsedKeyAndPointsToTheRelatedSubmission() {
        api.publish();
        String first = api.post(PATH, invoice("FTI-1", "{\"a\": 1.10}")).text("id");

        ApiServer.Answer other = api.post(PATH, invoice("FTI-1", "{\"a\": 1.11}"));

        assertProblem(other, ProblemType.DOCUMENT_KEY_USED);
        assertThat(other.text("submission")).isEqualTo(first);
        assertThat(other.text("detail")).contains(first, "send a related submission", PATH + "/" + first + "/related");
        assertThat(api.storedFiles()).isEqualTo(1);
    }

    @Test
    void storesTextAndBase64ByteForByte() {
        api.publish();
        String xml = "<Invoice>\n  <ID>ü</ID>\n</Invoice>";
        String bytes = Base64.getEncoder().encodeToString(xml.getBytes(StandardCharsets.UTF_8));

        ApiServer.Answer text = api.post(
                PATH,
                "{" + key("FTI-1") + ", \"mediaType\": \"application/xml\", \"contentText\": \""
                        + xml.replace("\n", "\\n") + "\"}");
        ApiServer.Answer base64 = api.post(
                PATH,
                "{" + key("FTI-1") + ", \"mediaType\": \"application/xml\", \"contentBase64\": \"" + bytes + "\"}");

        assertThat(text.status()).as(text.body().toPrettyString()).isEqualTo(202);
        assertThat(base64.status()).isEqualTo(200);
        assertThat(text.body().at("/log/files/0/mediaType").asText()).isEqualTo("application/xml");
        assertThat(text.body().at("/log/files/0/size").asLong()).isEqualTo(xml.getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    void readsTypedContextValues() {
        api.publish();

        ApiServer.Answer accepted = api.post(PATH, "{" + key("FTI-1") + """
                , "content": {}, "context": {"Country": "DE", "Total": 10.50, "Export": true,
                  "Issued": {"date": "2026-11-23"}, "Order": {"uuid": "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a"}}}""");

        JsonNode context = accepted.body().at("/log/context");
        assertThat(context.path("Country").isTextual()).isTrue();
        assertThat(context.path("Total").decimalValue()).isEqualByComparingTo("10.5");
        assertThat(context.path("Export").booleanValue()).isTrue();
        assertThat(context.at("/Issued/date").asText()).isEqualTo("2026-11-23");
        assertThat(context.at("/Order/uuid").asText()).isEqualTo("3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a");
    }

    @Test
    void listsByFilterAndCursor() {
        api.publish();
        for (int i = 1; i <= 5; i++) {
            api.clock.advance(Duration.ofSeconds(1));
            api.post(PATH, invoice("FTI-" + i, "{}"));
        }

        ApiServer.Answer first = api.get(PATH + "?limit=2&status=SCHEDULED");
        ApiServer.Answer second = api.get(PATH + "?limit=2&after=" + first.text("next"));
        ApiServer.Answer last = api.get(PATH + "?limit=2&after=" + second.text("next"));

        assertThat(records(first)).containsExactly("FTI-5", "FTI-4");
        assertThat(records(second)).containsExactly("FTI-3", "FTI-2");
        assertThat(records(last)).containsExactly("FTI-1");
        assertThat(last.body().has("next")).isFalse();
        assertThat(first.body().at("/items/0/log").isMissingNode()).isTrue();
        assertThat(api.get(PATH + "?status=FAILED").body().path("items")).isEmpty();
    }

    private static Iterable<String> records(ApiServer.Answer page) {
        return StreamSupport.stream(page.body().path("items").spliterator(), false)
                .map(item -> item.at("/document/sourceRecord").asText())
                .toList();
    }

    @Test
    void listsByEveryFilter() {
        api.publish();
        api.post(PATH, invoice("FTI-1", "{}"));
        api.clock.advance(Duration.ofSeconds(1));
        JsonNode second = api.post(PATH, invoice("FTI-10", "{}")).body();
        api.post(PATH + "/" + second.path("id").asText() + "/cancellation", "");
        String instant = second.path("submittedAt").asText();

        for (String one : new String[] {
            "sourceRecord=FTI-10",
            "sourceRecordStart=FTI-10",
            "submittedFrom=" + instant,
            "status=CANCELED&status=FAILED",
            "status=CANCELED&kind=ORIGINAL&legalEntity=DEMF&documentContext=Customer%20invoice&counting=NOT_YET",
            "status=CANCELED&environment=" + second.path("environment").asText() + "&feature="
                    + second.path("feature").asText()
        }) {
            assertThat(records(api.get(PATH + "?" + one))).as(one).containsExactly("FTI-10");
        }
        for (String both : new String[] {
            "status=CANCELED&status=SCHEDULED", "sourceRecordStart=FTI", "legalEntity=DEMF", "kind=ORIGINAL"
        }) {
            assertThat(records(api.get(PATH + "?" + both))).as(both).containsExactly("FTI-10", "FTI-1");
        }
        assertThat(records(api.get(PATH + "?submittedTo=" + instant))).containsExactly("FTI-1");
        for (String none : new String[] {
            "pendingReason=RETRY",
            "invoiceStatus=REJECTED",
            "kind=CORRECTION",
            "legalEntity=demf",
            "counting=COUNTED",
            "needsPerson=true"
        }) {
            assertThat(records(api.get(PATH + "?" + none))).as(none).isEmpty();
        }
    }

    @Test
    void checksTheParametersOfAList() {
        for (String query : new String[] {
            "limit=0",
            "limit=501",
            "limit=x",
            "status=DONE",
            "after=1",
            "environment=x",
            "pendingReason=WAITING",
            "invoiceStatus=rejected",
            "feature=1",
            "kind=COPY",
            "parent=1",
            "legalEntity=",
            "documentContext=" + "x".repeat(65),
            "sourceRecord=" + "x".repeat(129),
            "sourceRecordStart=",
            "submittedFrom=2026-11-23",
            "submittedTo=now",
            "needsPerson=yes",
            "counting=YES"
        }) {
            ApiServer.Answer refused = api.get(PATH + "?" + query);

            assertProblem(refused, ProblemType.INVALID_VALUE);
            assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo(query.split("=")[0]);
        }
    }

    @Test
    void packsResultsAndNamesWhatIsMissing() throws IOException {
        api.publish();
        String id = api.post(PATH, invoice("FTI-1", "{}")).text("id");

        assertProblem(api.get(PATH + "/" + id + "/results"), ProblemType.CONFLICT);
        for (ApiServer.Answer zip : List.of(
                api.get("/api/v1/submission-results?sourceRecord=FTI-1"),
                api.get("/api/v1/submission-results?submission=" + id),
                api.post("/api/v1/submission-results", "{\"submissions\": [\"" + id + "\"]}"))) {
            assertThat(zip.status()).isEqualTo(200);
            assertThat(zip.contentType()).isEqualTo("application/zip");
            assertThat(zip.header("Content-Disposition")).contains("results.zip");
            assertThat(zip.response().body()).contains("ERRORS.txt");
        }
        assertProblem(api.post("/api/v1/submission-results", "{}"), ProblemType.INVALID_VALUE);
        assertProblem(api.get("/api/v1/submission-results?submission=1"), ProblemType.INVALID_VALUE);
    }

    @Test
    void waitsForTheEndOnlyAsLongAsAsked() {
        api.publish();
        String id = api.post(PATH, invoice("FTI-1", "{}")).text("id");

        assertThat(api.get(PATH + "/" + id + "?wait=1").text("status")).isEqualTo("SCHEDULED");
        api.post(PATH + "/" + id + "/cancellation", "");
        assertThat(api.get(PATH + "/" + id + "?wait=60").text("status")).isEqualTo("CANCELED");
        for (String wrong : new String[] {"61", "-1", "x", "1.5", ""}) {
            assertProblem(api.get(PATH + "/" + id + "?wait=" + wrong), ProblemType.INVALID_VALUE);
        }
    }

    @Test
    void takesManyDocumentsEachAsIfItCameAlone() {
        api.publish();
        JsonNode known = api.post(PATH, invoice("FTI-1", "{\"total\": 10.50}")).body();

        ApiServer.Answer batch = api.post(
                PATH + "/batch",
                "{\"submissions\": ["
                        + String.join(
                                ", ",
                                invoice("FTI-1", "{\"total\": 10.50}"),
                                invoice("FTI-1", "{\"total\": 11}"),
                                invoice("FTI-2", "{\"total\": 1.10}"),
                                invoice("FTI-2", "{\"total\": 1.10}"),
                                invoice("FTI-2", "{\"total\": 1.11}"),
                                invoice("FTI-3", "[]"),
                                "{\"environment\": \"Production\", \"color\": 1}",
                                "7",
                                invoice("FTI-4", "{}").replace("Production", "Test"),
                                invoice("FTI-5", "{}"))
                        + "]}");

        assertThat(batch.status()).as(batch.body().toPrettyString()).isEqualTo(200);
        assertThat(batch.body().path("results"))
                .extracting(each -> each.path("status").asInt())
                .containsExactly(200, 409, 202, 200, 409, 400, 400, 400, 404, 202);
        assertThat(batch.body().path("accepted").asInt()).isEqualTo(2);
        assertThat(batch.body().path("known").asInt()).isEqualTo(2);
        assertThat(batch.body().path("refused").asInt()).isEqualTo(6);
        assertThat(batch.body().at("/results/0/submission/id").asText())
                .isEqualTo(known.path("id").asText());
        assertThat(batch.body().at("/results/3/submission/id").asText())
                .isEqualTo(batch.body().at("/results/2/submission/id").asText());
        ObjectNode alone =
                (ObjectNode) api.post(PATH, invoice("FTI-1", "{\"total\": 11}")).body();
        alone.remove("instance");
        ObjectNode within = (ObjectNode) batch.body().at("/results/1/problem");
        within.remove("instance");
        assertThat(within).isEqualTo(alone);
    }

    @Test
    void acceptsNothingOfABatchWhileTheStorageIsDownAndAllOfItAfterwards() {
        api.publish();
        api.documents.goDown();
        String batch = "{\"submissions\": [" + invoice("FTI-1", "{}") + ", " + invoice("FTI-2", "{}") + "]}";

        ApiServer.Answer down = api.post(PATH + "/batch", batch);
        api.documents.comeUp();
        ApiServer.Answer up = api.post(PATH + "/batch", batch);

        assertThat(down.body().path("results"))
                .extracting(each -> each.path("status").asInt())
                .containsExactly(503, 503);
        assertThat(up.body().path("accepted").asInt()).isEqualTo(2);
    }

    @Test
    void checksTheSizeOfABatch() {
        api.publish();
        assertProblem(api.post(PATH + "/batch", "{\"submissions\": []}"), ProblemType.INVALID_VALUE);
        assertProblem(
                api.post(PATH + "/batch", "{\"submissions\": [" + "{},".repeat(1_000) + "{}]}"),
                ProblemType.INVALID_VALUE);
        assertProblem(api.post(PATH + "/batch", "{\"submissions\": null}"), ProblemType.INVALID_VALUE);
        assertProblem(api.post(PATH + "/batch", "{}"), ProblemType.INVALID_VALUE);
        assertProblem(api.post(PATH + "/batch", "{\"submissions\": {}}"), ProblemType.INVALID_VALUE);
        assertNothingStored();
    }

    @Test
    void readsNoMoreOfABatchThanItsFirstThousandDocuments() {
        api.publish();

        ApiServer.Answer tooMany = api.post(PATH + "/batch", "{\"submissions\": [" + "{},".repeat(1_001) + "what?");
        ApiServer.Answer none = api.post(PATH + "/batch", "{\"submissions\": [{}, null]}");

        assertProblem(tooMany, ProblemType.INVALID_VALUE);
        assertThat(tooMany.body().at("/findings/0/field").asText()).isEqualTo("submissions[1000]");
        assertThat(tooMany.text("detail")).contains("submissions must be 1 to 1000");
        assertProblem(none, ProblemType.INVALID_VALUE);
        assertThat(none.body().at("/findings/0/field").asText()).isEqualTo("submissions[1]");
    }

    @Test
    void refusesABodyOfMoreValuesThanMemoryHolds() {
        api.publish();
        String many = "{\"a\": [" + "0,".repeat(2_000_000) + "0]}";

        assertProblem(api.post(PATH, invoice("FTI-1", many)), ProblemType.TOO_LARGE);
        assertProblem(
                api.post(PATH + "/batch", "{\"submissions\": [" + invoice("FTI-1", many) + "]}"),
                ProblemType.TOO_LARGE);
        assertNothingStored();
    }

    @Test
    @Timeout(60)
    void readsNoMoreBodiesAtOnceThanMemoryAllows() throws IOException {
        api.publish();
        String body = " ".repeat(25_000_000) + invoice("FTI-1", "{}");
        assertThat(api.post(PATH, body).status()).isEqualTo(202);
        int unfinished = 20_000_000;
        long bodies = Math.max(1, Runtime.getRuntime().maxMemory() / 32 / unfinished);
        List<Socket> senders = new ArrayList<>();
        try {
            for (int i = 0; i < bodies; i++) {
                Socket sender =
                        new Socket(api.uri(PATH).getHost(), api.uri(PATH).getPort());
                senders.add(sender);
                sender.getOutputStream()
                        .write(("POST " + PATH + " HTTP/1.1\r\nHost: api\r\nAuthorization: Bearer " + api.token()
                                        + "\r\nContent-Type: application/json\r\nContent-Length: 25000000\r\n\r\n"
                                        + " ".repeat(unfinished))
                                .getBytes(StandardCharsets.US_ASCII));
            }
            ApiServer.Answer refused = api.post(PATH, body);
            while (refused.status() == 200) { // what was sent is still on its way
                refused = api.post(PATH, body);
            }
            assertProblem(refused, ProblemType.UNAVAILABLE);
            assertThat(refused.header("Retry-After")).isEqualTo("2");
        } finally {
            for (Socket sender : senders) {
                sender.close();
            }
        }
        ApiServer.Answer taken = api.post(PATH, body);
        while (taken.status() == 503) { // nobody has seen yet that the senders are gone
            taken = api.post(PATH, body);
        }
        assertThat(taken.status()).isEqualTo(200);
    }

    @Test
    void aBatchDoesNotWaitForTheDocumentsOfThoseBeforeIt() throws Exception {
        api.publish();
        CountDownLatch under = new CountDownLatch(16);
        CountDownLatch end = new CountDownLatch(1);
        api.onInspection = content -> {
            if (new String(content.bytes(), StandardCharsets.UTF_8).contains("slow")) {
                under.countDown();
                await(end);
            }
        };
        List<CompletableFuture<ApiServer.Answer>> large = Stream.of("A", "B", "C")
                .map(each -> IntStream.range(0, 20)
                        .mapToObj(i -> invoice("FTI-" + each + i, "{\"slow\": true}"))
                        .collect(Collectors.joining(", ", "{\"submissions\": [", "]}")))
                .map(each -> CompletableFuture.supplyAsync(() -> api.post(PATH + "/batch", each)))
                .toList();
        await(under);

        ApiServer.Answer small = api.post(PATH + "/batch", "{\"submissions\": [" + invoice("FTI-1", "{}") + "]}");

        assertThat(large).noneMatch(CompletableFuture::isDone);
        end.countDown();
        assertThat(small.body().path("accepted").asInt()).isEqualTo(1);
        for (CompletableFuture<ApiServer.Answer> each : large) {
            assertThat(each.get().body().path("accepted").asInt()).isEqualTo(20);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void cancelsOnceAndThenRefusesToDecide() {
        api.publish();
        String id = api.post(PATH, invoice("FTI-1", "{}")).text("id");

        assertProblem(api.post(PATH + "/" + id + "/decision", "{\"decision\": \"REPEAT\"}"), ProblemType.CONFLICT);
        assertThat(api.post(PATH + "/" + id + "/cancellation", "").text("status"))
                .isEqualTo("CANCELED");
        assertThat(api.post(PATH + "/" + id + "/cancellation", "").status()).isEqualTo(200);
    }

    @Test
    void runsAnEndedSubmissionAgainAndTakesRelatedOnes() {
        api.publish();
        String id = api.post(PATH, invoice("FTI-1", "{}")).text("id");
        assertProblem(api.post(PATH + "/" + id + "/resubmissions", ""), ProblemType.DOCUMENT_IN_PROCESS);
        api.post(PATH + "/" + id + "/cancellation", "");

        ApiServer.Answer again = api.post(PATH + "/" + id + "/resubmissions", "");
        assertThat(again.status()).as(again.body().toPrettyString()).isEqualTo(202);
        assertThat(again.text("kind")).isEqualTo("RESUBMISSION");
        assertThat(again.text("parent")).isEqualTo(id);
        assertThat(again.header("Location")).endsWith(PATH + "/" + again.text("id"));
        api.post(PATH + "/" + again.text("id") + "/cancellation", "");

        ApiServer.Answer related =
                api.post(PATH + "/" + id + "/related", "{\"kind\": \"CORRECTION\", \"content\": {\"fixed\": true}}");
        assertThat(related.status()).as(related.body().toPrettyString()).isEqualTo(202);
        assertProblem(
                api.post(PATH + "/" + id + "/related", "{\"kind\": \"ORIGINAL\", \"content\": {}}"),
                ProblemType.INVALID_VALUE);
    }

    @Test
    void refusesAnUnknownEnvironment() {
        api.publish();

        ApiServer.Answer refused = api.post(PATH, invoice("FTI-1", "{}").replace("Production", "Produktion"));

        assertProblem(refused, ProblemType.UNKNOWN_ENVIRONMENT);
        assertNothingStored();
    }

    @Test
    void refusesAnEnvironmentThatWasNeverPublished() {
        api.publish();
        ServiceEnvironment draft =
                TestData.anEnvironment().of(api.tenant).named("Test").build();
        api.store.environments().save(draft, TestData.aStamp("environment.create"));

        assertProblem(
                api.post(PATH, invoice("FTI-1", "{}").replace("Production", "Test")),
                ProblemType.ENVIRONMENT_NOT_PUBLISHED);
        assertNothingStored();
    }

    @Test
    void refusesACallerWhomTheEnvironmentDoesNotList() {
        api.publish();
        ServiceEnvironment ofOthers = TestData.anEnvironment()
                .of(api.tenant)
                .named("Others")
                .published()
                .build();
        api.store.environments().save(ofOthers, TestData.aStamp("environment.create"));

        assertProblem(api.post(PATH, invoice("FTI-1", "{}").replace("Production", "Others")), ProblemType.NOT_LISTED);
        assertNothingStored();
    }

    @Test
    void namesEveryCandidateAndTheClausesThatFailed() {
        api.publish();

        ApiServer.Answer refused =
                api.post(PATH, invoice("FTI-1", "{}").replace("Customer invoice", "Project invoice"));

        assertProblem(refused, ProblemType.NO_APPLICABLE_FEATURE);
        JsonNode candidate = refused.body().at("/candidates/0");
        assertThat(candidate.path("feature").asText()).isEqualTo("Peppol BIS Billing 3");
        assertThat(candidate.path("setup").asText()).isEqualTo(FeatureVersionBuilder.SETUP);
        assertThat(candidate.at("/failed/0").asText()).isEqualTo("DocumentContext = \"Customer invoice\"");
        assertNothingStored();
    }

    @Test
    void namesEveryFeatureThatAppliesTogether() {
        ApiServer.Published published = api.publish();
        FeatureVersion second = TestData.aFeatureVersion()
                .of(api.tenant)
                .named("Second")
                .withSetups(FeatureVersionBuilder.aSetup("Other", ApplicabilityRule.equal("LegalEntityID", "DEMF")))
                .published()
                .build();
        api.store.features().create(TestData.featureOf(second), second, TestData.aStamp("feature.create"));
        api.store
                .features()
                .deploy(
                        TestData.deployment(second, published.environment().id(), TestData.NOW),
                        second,
                        TestData.aStamp("feature.deploy"));

        ApiServer.Answer refused = api.post(PATH, invoice("FTI-1", "{}"));

        assertProblem(refused, ProblemType.AMBIGUOUS_FEATURES);
        assertThat(refused.body().path("candidates").findValuesAsText("feature"))
                .containsExactlyInAnyOrder("Peppol BIS Billing 3", "Second");
        assertNothingStored();
    }

    @Test
    void tellsLineColumnAndFieldOfMalformedJson() {
        api.publish();

        ApiServer.Answer refused = api.post(PATH, "{\"environment\": \"Production\",\n  \"document\": }");

        assertProblem(refused, ProblemType.MALFORMED_JSON);
        assertThat(refused.text("detail")).startsWith("line 2, column 15: document: ");
        assertProblem(api.post(PATH, ""), ProblemType.INVALID_VALUE);
        assertProblem(api.post(PATH, "null"), ProblemType.INVALID_VALUE);
        assertProblem(api.post(PATH, "[]"), ProblemType.INVALID_VALUE);
        assertProblem(api.post(PATH, invoice("FTI-1", "{}") + "{}"), ProblemType.INVALID_VALUE);
        assertProblem(api.post(PATH, invoice("FTI-1", "{\"a\": 1, \"a\": 2}")), ProblemType.MALFORMED_JSON);
        assertProblem(
                api.post(PATH, invoice("FTI-1", "{\"a\": " + "[".repeat(200) + "]".repeat(200) + "}")),
                ProblemType.MALFORMED_JSON);
        assertNothingStored();
    }

    @Test
    void namesAnUnknownProperty() {
        api.publish();

        ApiServer.Answer refused = api.post(
                PATH, invoice("FTI-1", "{}").replace("\"sourceRecord\"", "\"sourceRecrod\": 1, \"sourceRecord\""));

        assertProblem(refused, ProblemType.UNKNOWN_PROPERTY);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo("document.sourceRecrod");
        assertThat(refused.body().at("/findings/0/remedy").asText()).contains("sourceRecord");
        assertNothingStored();
    }

    @Test
    void saysThatTheBodyIsMissing() {
        api.publish();

        ApiServer.Answer missing = api.send(api.request(PATH).POST(HttpRequest.BodyPublishers.noBody()));

        assertProblem(missing, ProblemType.INVALID_VALUE);
        assertThat(missing.text("detail")).contains("must be a JSON object, but is empty");
    }

    @Test
    void blamesTheSenderForABodyThatCannotBeReceived() throws IOException {
        api.publish();
        URI address = api.uri(PATH);
        String request = "POST " + PATH + " HTTP/1.1\r\nHost: api\r\nConnection: close\r\nAuthorization: Bearer "
                + api.token() + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nno length\r\n";

        try (Socket connection = new Socket(address.getHost(), address.getPort())) {
            connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            connection.shutdownOutput();
            String answer = new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer).startsWith("HTTP/1.1 400").contains("urn:einvoicing:problem:bad-request");
        }
    }

    @Test
    void refusesTextThatNoStoreCanKeep() {
        api.publish();
        String half = "\\ud800";

        ApiServer.Answer key = api.post(PATH, invoice("FTI-" + half, "{}"));
        assertProblem(key, ProblemType.INVALID_VALUE);
        assertThat(key.text("detail")).contains("document.sourceRecord must not contain half of a surrogate pair");
        ApiServer.Answer context =
                api.post(PATH, "{" + key("FTI-1") + ", \"content\": {}, \"context\": {\"Country\": \"" + half + "\"}}");
        assertProblem(context, ProblemType.INVALID_VALUE);
        assertThat(context.text("detail")).contains("context.Country: text value must not contain half of a surrogate");
        ApiServer.Answer text = api.post(
                PATH, "{" + key("FTI-1") + ", \"contentText\": \"" + half + "\", \"mediaType\": \"text/plain\"}");
        assertProblem(text, ProblemType.INVALID_VALUE);
        assertNothingStored();
    }

    @Test
    void namesNoSettingOfItsOwnForAMalformedBody() {
        api.publish();

        ApiServer.Answer deep = api.post(PATH, invoice("FTI-1", "{\"a\":".repeat(200) + "1" + "}".repeat(200)));

        assertProblem(deep, ProblemType.MALFORMED_JSON);
        assertThat(deep.text("detail"))
                .contains("exceeds the maximum allowed (100")
                .doesNotContain("StreamRead", "`");
    }

    @Test
    void namesAValueThatIsNotAcceptable() {
        api.publish();

        ApiServer.Answer blank = api.post(PATH, invoice(" ", "{}"));
        assertProblem(blank, ProblemType.INVALID_VALUE);
        assertThat(blank.text("detail")).contains("document.sourceRecord must not be empty");
        ApiServer.Answer context = api.post(
                PATH, "{" + key("FTI-1") + ", \"content\": {}, \"context\": {\"Issued\": {\"date\": \"soon\"}}}");
        assertProblem(context, ProblemType.INVALID_VALUE);
        assertThat(context.body().at("/findings/0/field").asText()).isEqualTo("context.Issued.date");
        assertThat(context.text("detail")).contains("must be a date such as 2026-11-23, was \"soon\"");
        assertProblem(api.post(PATH, "{" + key("FTI-1") + "}"), ProblemType.INVALID_VALUE);
        assertProblem(
                api.post(PATH, "{" + key("FTI-1") + ", \"content\": {}, \"contentText\": \"x\"}"),
                ProblemType.INVALID_VALUE);
        assertProblem(api.post(PATH, "{" + key("FTI-1") + ", \"contentText\": \"<a/>\"}"), ProblemType.INVALID_VALUE);
        assertProblem(
                api.post(PATH, "{" + key("FTI-1") + ", \"contentText\": \"<a/>\", \"mediaType\": \"xml\"}"),
                ProblemType.INVALID_VALUE);
        assertProblem(
                api.post(PATH, "{" + key("FTI-1") + ", \"contentBase64\": \"***\", \"mediaType\": \"text/xml\"}"),
                ProblemType.INVALID_VALUE);
        assertNothingStored();
    }

    @Test
    void refusesXmlWithADoctype() {
        api.publish();

        ApiServer.Answer refused = api.post(
                PATH,
                "{" + key("FTI-1") + ", \"mediaType\": \"application/xml\", \"contentText\": \"<!DOCTYPE a><a/>\"}");

        assertProblem(refused, ProblemType.INVALID_CONTENT);
        assertThat(refused.body().at("/findings/0/message").asText()).contains("DOCTYPE");
        assertNothingStored();
    }

    @Test
    void refusesVariablesThatTheSetupDoesNotTake() {
        api.publish();

        ApiServer.Answer refused =
                api.post(PATH, "{" + key("FTI-1") + ", \"content\": {}, \"variables\": {\"Copies\": \"2\"}}");
        ApiServer.Answer number =
                api.post(PATH, "{" + key("FTI-1") + ", \"content\": {}, \"variables\": {\"Copies\": 2}}");

        assertProblem(refused, ProblemType.INVALID_CONTENT);
        assertThat(refused.body().at("/findings/0/field").asText()).isEqualTo("variables.Copies");
        assertProblem(number, ProblemType.INVALID_VALUE);
        assertThat(number.body().at("/findings/0/field").asText()).isEqualTo("variables.Copies");
        assertThat(number.text("detail")).endsWith("variables.Copies: must be a text in quotation marks");
        assertNothingStored();
    }

    @Test
    void refusesADocumentOfThirtyMegabytesInEveryForm() {
        api.publish();
        String thirtyMegabytes = "x".repeat(30_000_000);

        assertProblem(api.post(PATH, invoice("FTI-1", "{\"a\": \"" + thirtyMegabytes + "\"}")), ProblemType.TOO_LARGE);
        byte[] body = invoice("FTI-1", "{\"a\": \"" + thirtyMegabytes + "\"}").getBytes(StandardCharsets.UTF_8);
        assertProblem(
                api.send(api.request(PATH)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofByteArray(body)))),
                ProblemType.TOO_LARGE);
        assertProblem(
                api.post(PATH, invoice("FTI-1", "{\"a\": \"" + "x".repeat(20_000_000) + "\"}")), ProblemType.TOO_LARGE);
        assertNothingStored();
    }

    @Test
    void acceptsTheLargestDocumentInBase64() {
        api.publish();
        String bytes = Base64.getEncoder().encodeToString(new byte[(int) ApiServer.MAX_DOCUMENT_BYTES]);

        assertThat(api.post(
                                PATH,
                                "{" + key("FTI-1") + ", \"contentBase64\": \"" + bytes
                                        + "\", \"mediaType\": \"application/pdf\"}")
                        .status())
                .isEqualTo(202);
    }

    @Test
    void storesNothingWhileStorageVaultOrStoreAreDown() {
        api.publish();

        api.documents.goDown();
        ApiServer.Answer storageDown = api.post(PATH, invoice("FTI-1", "{}"));
        api.documents.comeUp();
        assertProblem(storageDown, ProblemType.UNAVAILABLE);
        assertThat(storageDown.header("Retry-After")).isEqualTo("10");
        assertThat(storageDown.text("detail")).contains("nothing was stored");
        assertThat(storageDown.text("correlation")).isNotBlank();
        api.vault.goDown();
        ApiServer.Answer vaultDown = api.post(PATH, invoice("FTI-1", "{}"));
        api.vault.comeUp();
        assertProblem(vaultDown, ProblemType.UNAVAILABLE);
        api.store.outage().begin();
        ApiServer.Answer storeDown = api.post(PATH, invoice("FTI-1", "{}"));
        api.store.outage().end();
        assertProblem(storeDown, ProblemType.UNAVAILABLE);
        assertNothingStored();

        assertThat(api.post(PATH, invoice("FTI-1", "{}")).status()).isEqualTo(202);
    }

    @Test
    void hidesWhatBelongsToAnotherTenant() {
        api.publish();
        String id = api.post(PATH, invoice("FTI-1", "{}")).text("id");
        TenantId stranger = TestData.freshTenant();
        api.register(stranger);
        String token = "Bearer " + api.token(stranger);

        for (String path : new String[] {"", "/files/2026/x.json"}) {
            assertProblem(
                    api.send(HttpRequest.newBuilder(api.uri(PATH + "/" + id + path))
                            .header("Authorization", token)
                            .GET()),
                    ProblemType.NOT_FOUND);
        }
        for (String path : new String[] {"/cancellation", "/resubmissions"}) {
            assertProblem(
                    api.send(HttpRequest.newBuilder(api.uri(PATH + "/" + id + path))
                            .header("Authorization", token)
                            .POST(HttpRequest.BodyPublishers.noBody())),
                    ProblemType.NOT_FOUND);
        }
        assertThat(api.send(HttpRequest.newBuilder(api.uri(PATH))
                                .header("Authorization", token)
                                .GET())
                        .body()
                        .path("items"))
                .isEmpty();
        assertThat(api.store
                        .submissions()
                        .find(api.tenant, SubmissionId.parse(id))
                        .orElseThrow()
                        .status())
                .hasToString("SCHEDULED");
    }

    @Test
    void tellsWhoMaySubmitTheNamesInTheLogAndNothingElse() {
        ApiServer.Published published = api.publish();

        ApiServer.Answer names = api.send(HttpRequest.newBuilder(api.uri("/api/v1/submission-names"))
                .header("Authorization", "Bearer " + api.token(Role.SUBMIT)));

        assertThat(names.status()).isEqualTo(200);
        assertThat(names.body().path("environments")).hasSize(1);
        assertThat(names.body().at("/environments/0"))
                .hasSize(2)
                .extracting(JsonNode::asText)
                .containsExactly(published.environment().id().toString(), "Production");
        assertThat(names.body().at("/features/0"))
                .hasSize(2)
                .extracting(JsonNode::asText)
                .containsExactly(
                        published.version().feature().toString(),
                        published.version().featureName());
        assertProblem(
                api.send(HttpRequest.newBuilder(api.uri("/api/v1/submission-names"))
                        .header("Authorization", "Bearer " + api.token(Role.CONFIGURE))),
                ProblemType.FORBIDDEN);
    }

    @Test
    void refusesACallerWithoutTheRole() {
        api.publish();

        ApiServer.Answer refused = api.send(HttpRequest.newBuilder(api.uri(PATH))
                .header("Authorization", "Bearer " + api.token(Role.USAGE))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(invoice("FTI-1", "{}"))));

        assertProblem(refused, ProblemType.FORBIDDEN);
        assertThat(refused.text("detail")).contains("SUBMIT");
        assertNothingStored();
    }

    @Test
    void saysWhenTheStoredFileIsGone() {
        api.publish();
        ApiServer.Answer accepted = api.post(PATH, invoice("FTI-1", "{}"));
        api.documents.clear();

        ApiServer.Answer gone = api.get(PATH + "/" + accepted.text("id") + "/files/"
                + accepted.body().at("/log/files/0/name").asText());

        assertProblem(gone, ProblemType.NOT_FOUND);
        assertThat(gone.text("detail")).contains("storage no longer holds");
        api.vault.remove(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET);
        assertProblem(
                api.get(PATH + "/" + accepted.text("id") + "/files/"
                        + accepted.body().at("/log/files/0/name").asText()),
                ProblemType.UNAVAILABLE);
    }
}
