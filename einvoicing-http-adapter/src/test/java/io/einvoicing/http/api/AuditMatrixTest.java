package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.http.api.AccessMatrix.Who;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.memory.InMemoryErp;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Every operation of the API's description that administers something: it is made once and refused several times, and the trail must
 * tell it exactly once. What administers is what the roles configure and operate may do and is no reading, and what a person does with
 * flows that stopped.
 */
class AuditMatrixTest {
    private static final Path FILE = Path.of("src/test/resources/io/einvoicing/http/api/audit-matrix.txt");

    /** Changes nothing that is administered, so that it leaves no record. */
    private static final String NONE = "-";

    private static final String HEAD = """
            # Which record of the audit trail each administrative operation leaves when it succeeds, and whether the record has the state before
            # and after; - means that it changes nothing that is administered (resets are kept as commands, with who gave them).
            # AuditMatrixTest asks the service. Sorted by path and method.
            """;

    /** What must be there before an operation can succeed, where the fixture's usual things do not fit. */
    private static final Map<String, UnaryOperator<AccessFixture>> PREPARATIONS = Map.ofEntries(
            Map.entry("renameEnvironment", AuditMatrixTest::withUnpublishedEnvironment),
            Map.entry("deleteEnvironment", AuditMatrixTest::withUnpublishedEnvironment),
            Map.entry("deployApplicationSetups", AccessFixture::withApplicationSetup),
            Map.entry("createVersion", AccessFixture::withApplicationSetup),
            Map.entry("decide", AccessFixture::withUndecidedSubmission),
            Map.entry("confirmOutcome", AccessFixture::withUndecidedSubmission),
            Map.entry("redrive", AccessFixture::withFailedSubmission),
            Map.entry("deleteFeature", AccessFixture::withDraftAsFeature),
            Map.entry("editVersion", AccessFixture::withDraftAsFeature),
            Map.entry("completeVersion", AccessFixture::withDraftAsFeature),
            Map.entry("copySetup", AccessFixture::withDraftAsFeature),
            Map.entry("saveProject", fixture -> fixture.with("project", "Another")),
            Map.entry("deleteDraft", fixture -> fixture.with("number", "2")),
            Map.entry("rebase", AuditMatrixTest::withDerivedFeature));

    /**
     * Members that requests have instead of the examples' own: those names are taken, for the fixture makes its things of them, or mean
     * nothing here.
     */
    private static final Map<String, String> MEMBERS = Map.ofEntries(
            Map.entry("createEnvironment", "{'name': 'Another'}"),
            Map.entry("renameEnvironment", "{'name': 'Another'}"),
            Map.entry("createNumberSequence", "{'name': 'Another'}"),
            Map.entry("createConnectedApplication", "{'name': 'Another'}"),
            Map.entry("createProvider", "{'name': 'Another'}"),
            Map.entry("shareFeature", "{'domain': 'another.example'}"),
            Map.entry("subscribeToNotifications", "{'address': 'eve@contoso.example'}"),
            Map.entry("copySetup", "{'from': {'setup': 'Customer invoices'}}"),
            Map.entry("rebase", "{'resolutions': []}"),
            Map.entry("redrive", "{'from': 'Transform'}"));

    /** What a person does with flows that stopped, which needs the role submit. */
    private static final Set<String> REPAIRS = Set.of("decide", "confirmOutcome", "redrive", "redriveMany");

    /** Change two things at once, each with its record. */
    private static final Set<String> TWO = Set.of("activateProvider");

    /** Values that no record may hold: those of secrets, and the tokens of who called. */
    private final List<String> secrets = new ArrayList<>();

    private final ApiServer api = new ApiServer();

    @AfterEach
    void stop() {
        api.close();
    }

    /** Run with {@code -Daudit.write=true} to write what the service records into the table; then read every line that changed. */
    @Test
    void everyAdministrativeOperationLeavesExactlyOneRecordAndNoRefusalAny() throws IOException {
        plant(InMemoryErp.SECRET, "erp-client");
        plant("planted-signing-secret", "webhook");
        plant("memory:contoso?sig=planted-token", EnvironmentBuilder.STORAGE_SECRET);
        secrets.add("planted-token");
        Map<String, String> observed = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        Map<String, Map<Who, String>> access = AccessMatrix.read().rows();
        JsonNode description = api.send(
                        HttpRequest.newBuilder(api.uri("/api/v1/openapi.json")).GET())
                .body();
        description
                .path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    String operation = path.getKey() + " " + method.getKey().toUpperCase(Locale.ROOT);
                    Map<Who, String> cells = access.getOrDefault(operation, Map.of());
                    String name = method.getValue().path("operationId").asText();
                    Who who = REPAIRS.contains(name)
                            ? Who.SUBMIT
                            : AccessMatrix.OK.equals(cells.get(Who.CONFIGURE)) ? Who.CONFIGURE : Who.OPERATE;
                    if (!"get".equals(method.getKey()) && AccessMatrix.OK.equals(cells.get(who))) {
                        observed.put(
                                operation,
                                recordOf(
                                        who,
                                        cells,
                                        new Asked(method.getKey(), path.getKey(), method.getValue()),
                                        wrong));
                    }
                }));
        if (Boolean.getBoolean("audit.write")) {
            Files.writeString(FILE, text(observed));
        }

        assertThat(wrong).isEmpty();
        assertThat(FILE).content().isEqualTo(text(observed));
        assertThat(observed).hasSizeGreaterThan(20);
    }

    private record Asked(String method, String path, JsonNode operation) {
        String name() {
            return operation.path("operationId").asText();
        }

        HttpRequest.Builder by(Who who, AccessFixture fixture) {
            return fixture.request(who, method, path, withOwnMembers());
        }

        private JsonNode withOwnMembers() {
            JsonNode copy = operation.deepCopy();
            if (copy.at("/requestBody/content/application~1json/example") instanceof ObjectNode example) {
                example.setAll((ObjectNode) json(MEMBERS.getOrDefault(name(), "{}")));
            }
            return copy;
        }
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void plant(String value, String name) {
        api.vault.putSecret(EnvironmentBuilder.VAULT, name, value);
        secrets.add(value);
    }

    /** Returns the operation that the trail tells, having had the request refused and made. */
    private String recordOf(Who who, Map<Who, String> cells, Asked asked, List<String> wrong) {
        AccessFixture fixture = PREPARATIONS
                .getOrDefault(asked.name(), UnaryOperator.identity())
                .apply(new AccessFixture(api));
        for (Who each : Who.values()) {
            fixture.token(each).ifPresent(secrets::add);
        }
        // A tenant's first provider is made with its first use.
        for (Who each : Who.values()) {
            fixture.token(each)
                    .ifPresent(token -> api.send(HttpRequest.newBuilder(api.uri("/api/v1/providers"))
                            .header("Authorization", "Bearer " + token)));
        }
        int before = records().size();
        for (Who each : Who.values()) {
            if (!AccessMatrix.OK.equals(cells.get(each))) {
                refuse(asked, asked.by(each, fixture), wrong, before);
            }
        }
        HttpRequest.Builder request = asked.by(who, fixture);
        if (asked.operation().has("requestBody")) {
            refuse(
                    asked,
                    asked.by(who, fixture)
                            .method(
                                    asked.method().toUpperCase(Locale.ROOT),
                                    HttpRequest.BodyPublishers.ofString("{\"noSuchProperty\": 1}")),
                    wrong,
                    before);
        }
        if (asked.operation().findValuesAsText("name").contains("If-Match")) {
            JsonNode stale = refuse(asked, asked.by(who, fixture).setHeader("If-Match", "\"999\""), wrong, before);
            request.setHeader("If-Match", "\"" + stale.path("currentRevision").asLong() + "\"");
        }
        ApiServer.Answer answer = api.send(request);
        List<AuditRecord> left = records().subList(before, records().size());
        if (answer.status() >= 300) {
            wrong.add(asked.name() + " must succeed once, add a preparation: " + answer.status() + " " + answer.body());
        } else if (left.size() > (TWO.contains(asked.name()) ? 2 : 1)) {
            wrong.add(asked.name() + " left too many records: " + left);
        }
        left.forEach(each -> secrets.stream()
                .filter(each.toString()::contains)
                .forEach(secret -> wrong.add(asked.name() + " recorded the secret " + secret + " in " + each)));
        return left.isEmpty() ? NONE : left.stream().map(AuditMatrixTest::told).collect(Collectors.joining(", "));
    }

    private static String told(AuditRecord record) {
        return record.stamp().operation()
                + (record.before().isPresent() ? " before" : "")
                + (record.after().isPresent() ? " after" : "");
    }

    private JsonNode refuse(Asked asked, HttpRequest.Builder request, List<String> wrong, int before) {
        ApiServer.Answer answer = api.send(request);
        if (answer.status() < 400 || records().size() != before) {
            wrong.add(asked.name() + " answered " + answer.status() + " and left "
                    + (records().size() - before) + " records, though it had to be refused");
        }
        return answer.body();
    }

    private List<AuditRecord> records() {
        return api.store.auditTrail().all();
    }

    private static AccessFixture withUnpublishedEnvironment(AccessFixture fixture) {
        ObjectNode environment =
                ApiExamples.request("createEnvironment").orElseThrow().deepCopy();
        return fixture.with(
                "environment",
                fixture.post("/environments", Optional.of(environment.put("name", "Unpublished")))
                        .path("id")
                        .asText());
    }

    private static AccessFixture withDerivedFeature(AccessFixture fixture) {
        String base = fixture.value("feature").orElseThrow();
        fixture.post("/features/" + base + "/versions/2/completion", Optional.empty());
        String derived = fixture.post(
                        "/features",
                        Optional.of(json("{'name': 'Derived', 'base': {'feature': '" + base + "', 'version': 1}}")))
                .path("feature")
                .asText();
        fixture.post("/features/" + derived + "/versions/1/completion", Optional.empty());
        return fixture.with("feature", derived);
    }

    private static String text(Map<String, String> operations) {
        StringBuilder text = new StringBuilder(HEAD);
        operations.forEach((operation, left) -> {
            String[] parts = operation.split(" ");
            text.append(String.format(Locale.ROOT, "%-6s %-83s %s%n", parts[1], parts[0], left));
        });
        return text.toString();
    }
}
