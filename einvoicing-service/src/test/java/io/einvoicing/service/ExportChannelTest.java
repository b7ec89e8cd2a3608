package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.access.Role;
import io.einvoicing.http.access.DevelopmentIssuer;
import io.einvoicing.http.access.DevelopmentToken;
import io.einvoicing.testkit.data.TestData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents that gather and go to the authority in one batch: all of it over HTTP, on the started service with its database. */
class ExportChannelTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE = Duration.ofSeconds(60).toNanos();

    private static final String INVOICE = """
            <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
              <xsl:param name="document"/>
              <xsl:template name="xsl:initial-template"><invoice id="{parse-json($document)?id}"/></xsl:template>
            </xsl:stylesheet>""";

    private static final String ANSWER = """
            <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
              <xsl:param name="document"/>
              <xsl:template name="xsl:initial-template">
                <xsl:variable name="answer" select="parse-json($document)"/>
                <xsl:if test="$answer?status">
                  <verdict status="{$answer?status}" receipt="{$answer?receipt}">
                    <xsl:for-each select="$answer?documents?*">
                      <document submission="{replace(?file, '^.*_(.*)[.]xml$', '$1')}" status="{?status}"/>
                    </xsl:for-each>
                  </verdict>
                </xsl:if>
              </xsl:template>
            </xsl:stylesheet>""";

    @TempDir
    private static Path data;

    private static TestService service;

    private final HttpClient http = HttpClient.newHttpClient();
    private final BatchAuthority authority = new BatchAuthority();
    private final DevelopmentToken identity = new DevelopmentToken(
            TestData.freshTenant(),
            "ada@contoso.example",
            Set.of(Role.values()),
            UUID.randomUUID(),
            Duration.ofMinutes(10));
    private final String token =
            DevelopmentIssuer.inFolder(data, InstantSource.system()).issue(identity);

    ExportChannelTest() throws IOException {}

    @BeforeAll
    static void start() throws Exception {
        service = TestService.start(data);
    }

    @AfterAll
    static void stop() {
        service.after();
    }

    @AfterEach
    void close() {
        authority.close();
    }

    @Test
    void whatGatheredGoesOutInOneBatchAndEachDocumentTakesItsOwnVerdict() throws Exception {
        String feature = setUp("PT1M");
        List<String> documents = submit("good-1", "bad-2", "good-3", "good-4");
        awaitPending("WAITING_FOR_CHANNEL", 4);
        assertThat(authority.batches()).isEmpty();
        assertThat(used()).isZero();
        authority.processes(2);

        JsonNode started = startRun(feature);
        String run = started.at("/run/id").asText();
        JsonNode ended = ended(run);

        assertThat(ended.get("failure").asText()).isEmpty();
        assertThat(ended.get("status").asText()).isEqualTo("COMPLETED");
        assertThat(authority.asked()).isEqualTo(3);
        assertThat(authority.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch.values())
                        .extracting(content -> content.replaceAll(".*id=\"(.*?)\".*", "$1"))
                        .containsExactlyInAnyOrder("good-1", "bad-2", "good-3", "good-4"));
        for (String document : documents) {
            JsonNode found = ended(document);
            assertThat(found.get("status").asText()).isEqualTo("COMPLETED");
            assertThat(found.at("/counting/counted").asBoolean()).isTrue();
            assertThat(found.get("channelRun").asText()).isEqualTo(run);
            assertThat(found.get("invoiceStatus").asText())
                    .isEqualTo(document.equals(documents.get(1)) ? "REJECTED" : "ACCEPTED");
        }
        assertCountedOnceEach(4);
        JsonNode channels = get("/export-channels").get("items");
        assertThat(channels).hasSize(1);
        assertThat(channels.at("/0/waiting").asInt()).isZero();
        assertThat(channels.at("/0/lastRun/id").asText()).isEqualTo(run);
        assertThat(startRun(feature).get("run").isNull()).isTrue();
        assertThat(resultFiles()).hasSize(4).allMatch(name -> name.endsWith(".xml"));
    }

    @Test
    void aRunThatFailedIsDrivenOnAndSendsNoDocumentTwice() throws Exception {
        String feature = setUp("PT1S");
        List<String> documents = submit("good-1", "good-2", "good-3");
        awaitPending("WAITING_FOR_CHANNEL", 3);

        authority.turnsAway(1);
        String turnedAway = startRun(feature).at("/run/id").asText();
        assertThat(ended(turnedAway).get("status").asText()).isEqualTo("FAILED");
        assertThat(send("POST", "/submissions/" + turnedAway + "/redrive", 0, "{}")
                        .statusCode())
                .as("its documents are free: another run has them next")
                .isEqualTo(409);
        assertThat(get("/submissions/" + documents.get(0)).has("channelRun")).isFalse();

        authority.processes(1_000);
        String run = startRun(feature).at("/run/id").asText();
        JsonNode failed = ended(run);
        assertThat(failed.get("status").asText()).isEqualTo("FAILED");
        assertThat(failed.get("failure").asText()).contains("did not come within PT1S");
        awaitPending("OUTCOME_UNKNOWN", 3);
        assertThat(startRun(feature).get("run").isNull())
                .as("nothing goes with another run")
                .isTrue();
        assertThat(used()).isZero();

        authority.processes(0);
        post("/submissions/" + run + "/redrive", "{}");

        assertThat(ended(run).get("status").asText()).isEqualTo("COMPLETED");
        for (String document : documents) {
            JsonNode found = ended(document);
            assertThat(found.get("status").asText()).isEqualTo("COMPLETED");
            assertThat(found.get("invoiceStatus").asText()).isEqualTo("ACCEPTED");
        }
        assertThat(authority.batches())
                .singleElement()
                .satisfies(batch -> assertThat(batch).hasSize(3));
        assertCountedOnceEach(3);
    }

    /** Sets up an organization whose invoices gather for the authority, and returns the feature. */
    private String setUp(String till) throws Exception {
        String tenant = identity.tenant().toString();
        Path vault = data.resolve("local").resolve(tenant);
        Path documents = Files.createDirectories(vault.resolveSibling("documents-" + tenant));
        Files.writeString(
                Files.createDirectories(vault.resolve("secrets")).resolve("storage"),
                documents.toUri().toString());
        post(
                "/tenants",
                "{\"id\": \"" + tenant
                        + "\", \"name\": \"Contoso\", \"geography\": \"EUROPE\", \"billingZone\": \"UTC\"}");
        put("/tenants/" + tenant + "/activations/ERP-1", 0, """
                {"tier": 2, "applicationUrl": "https://erp.example.com/", "applicationId": "%s"}""".formatted(identity.application()));
        put("/service-parameters", 1, """
                {"geography": "EUROPE", "endpoint": "https://eu.einvoicing.example.com/"}""");
        String environment =
                post("/environments", "{\"name\": \"Production\"}").get("id").asText();
        put("/environments/" + environment + "/draft", 1, """
                {"keyVaults": [{"name": "Vault", "uri": "%s", "objects": [{"name": "storage", "type": "SECRET"}]}],
                 "storageSecret": "storage",
                 "users": [{"id": "%s", "email": "ada@contoso.example", "maySubmit": true, "mayDeploy": true}]}""".formatted(vault.toUri(), identity.principal()));
        ok(send("POST", "/environments/" + environment + "/publications", 2, ""));
        String feature =
                post("/features", "{\"name\": \"Weekly\"}").get("feature").asText();
        put("/features/" + feature + "/versions/1", 1, """
                {"effectiveFrom": "2026-01-01T00:00:00Z", "content": {
                  "setups": [{"name": "Weekly", "type": "EXPORT_CHANNEL_AND_PIPELINE", "applicability": {"all": []},
                    "actions": [{"name": "Generate", "type": "Transform document", "exportResults": true,
                      "parameters": {"Input file": {"variable": "BusinessDocument"}, "Configuration": "Invoice"}}],
                    "channelActions": [
                      {"name": "Assemble", "type": "Assemble batch", "parameters": {}},
                      {"name": "Send", "type": "Call REST web service", "parameters": {
                        "URL": "%1$s", "Input file": {"action": "Assemble", "output": "Archive"}, "Response parser": "Answer"}},
                      {"name": "Wait", "type": "Wait for response", "parameters": {
                        "URL": "%1$s/{Send/Receipt}", "Awaited text": "DONE",
                        "Interval": "PT1S", "Longest interval": "PT1S", "Till": "%2$s"}},
                      {"name": "Read", "type": "Process response", "parameters": {
                        "Input file": {"action": "Wait", "output": "Response"}, "Response parser": "Answer"}}]}],
                  "formatConfigurations": [{"name": "Invoice", "content": %3$s}, {"name": "Answer", "content": %4$s}]}}""".formatted(
                        authority.address(), till, JSON.writeValueAsString(INVOICE), JSON.writeValueAsString(ANSWER)));
        ok(send("POST", "/features/" + feature + "/versions/1/completion", 2, ""));
        post("/environments/" + environment + "/deployments", """
                {"feature": "%s", "version": 1, "effectiveFrom": "2026-01-01T00:00:00Z"}""".formatted(feature));
        return feature;
    }

    /** Submits documents in one request and returns their submissions. */
    private List<String> submit(String... records) throws Exception {
        JsonNode answer = post(
                "/submissions/batch",
                IntStream.range(0, records.length)
                        .mapToObj(i -> """
                        {"environment": "Production", "content": {"id": "%1$s"},
                         "document": {"erpApplication": "ERP-1", "legalEntity": "DEMF", "documentContext": "Customer invoice",
                           "sourceRecord": "%1$s"}}""".formatted(records[i]))
                        .collect(Collectors.joining(",", "{\"submissions\": [", "]}")));
        List<String> submissions = new ArrayList<>();
        answer.get("results")
                .forEach(result -> submissions.add(result.at("/submission/id").asText()));
        assertThat(answer.get("accepted").asInt()).as(answer.toPrettyString()).isEqualTo(records.length);
        return submissions;
    }

    private JsonNode startRun(String feature) throws Exception {
        return post("/export-channels/runs", """
                {"environment": "Production", "feature": "%s", "setup": "Weekly", "most": 500}""".formatted(feature));
    }

    private void awaitPending(String reason, int expected) throws Exception {
        long end = System.nanoTime() + PATIENCE;
        String path = "/submissions?kind=ORIGINAL&pendingReason=" + reason;
        while (get(path).get("items").size() != expected && System.nanoTime() < end) {
            LockSupport.parkNanos(50_000_000); // leaves the processor to the service
        }
        assertThat(get(path).get("items")).hasSize(expected);
    }

    /** Waits until a submission has ended. */
    private JsonNode ended(String submission) throws Exception {
        JsonNode found = get("/submissions/" + submission + "?wait=60");
        assertThat(found.has("endedAt")).as(found.toPrettyString()).isTrue();
        return found;
    }

    private long used() throws Exception {
        JsonNode months = get("/usage/months").get("items");
        return months.get(months.size() - 1).get("used").asLong();
    }

    /** Returns the names of the entries in the archive of all results. */
    private List<String> resultFiles() throws Exception {
        HttpResponse<byte[]> archive = http.send(
                request("GET", "/submission-results?status=COMPLETED", 0, ""), HttpResponse.BodyHandlers.ofByteArray());
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive.body()))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private void assertCountedOnceEach(int documents) throws Exception {
        assertThat(used()).isEqualTo(documents);
        assertThat(get("/usage/documents").get("items")).hasSize(documents);
        JsonNode reconciliation = get("/usage/reconciliation");
        assertThat(reconciliation.get("ledger").asLong()).isEqualTo(documents);
        assertThat(reconciliation.get("differences")).isEmpty();
    }

    private JsonNode get(String path) throws Exception {
        return ok(send("GET", path, 0, ""));
    }

    private JsonNode post(String path, String body) throws Exception {
        return ok(send("POST", path, 0, body));
    }

    private JsonNode put(String path, int revision, String body) throws Exception {
        return ok(send("PUT", path, revision, body));
    }

    private static JsonNode ok(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private HttpResponse<String> send(String method, String path, int revision, String body) throws Exception {
        return http.send(request(method, path, revision, body), HttpResponse.BodyHandlers.ofString());
    }

    /** A call of the API; revision 0 sends none. */
    private HttpRequest request(String method, String path, int revision, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + service.getLocalPort() + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (revision > 0) {
            request.header("If-Match", "\"" + revision + "\"");
        }
        return request.build();
    }
}
