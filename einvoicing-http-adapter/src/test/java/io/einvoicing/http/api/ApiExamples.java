package io.einvoicing.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.http.api.internal.ApiJson;
import io.einvoicing.kernel.Finding;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.examples.Example;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The examples of the API's description. Those of requests and answers are files OPERATION.request.json and OPERATION.STATUS.json,
 * recorded from real ones by {@link ExampleRecorder}; those of problems are made here.
 */
final class ApiExamples {
    static final Path FOLDER = Path.of("src/test/resources/io/einvoicing/http/api/examples");

    private static final ObjectMapper JSON = ApiJson.strict();
    private static final Pattern WORD = Pattern.compile("[a-z]+(?:-[a-z]+)*");
    private static final String IF_MATCH = "If-Match";
    private static final String ID = "0190d5c3-7b1e-4f6a-9c2d-5e8f1a3b7c90";

    /** What parameters without an example of their own mean. */
    private static final Map<String, Object> PARAMETERS = Map.ofEntries(
            Map.entry(IF_MATCH, "\"1\""),
            Map.entry("after", "0190d5c3-7b1e-4f6a-9c2d-5e8f1a3b7c91"),
            Map.entry("limit", 50),
            Map.entry("number", 1),
            Map.entry("month", "2026-11"),
            Map.entry("direction", "EXPORT"),
            Map.entry("status", "COMPLETED"),
            Map.entry("state", "GIVEN_UP"),
            Map.entry("project", "Finance / EU"),
            Map.entry("table", "months"),
            Map.entry("format", "csv"),
            Map.entry("name", "input-9f86d081884c7d65.json"),
            Map.entry("delivery", ID + "." + ID),
            Map.entry("tenant", "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a"),
            Map.entry("environment", ID),
            Map.entry("feature", ID),
            Map.entry("deployment", ID),
            Map.entry("sequence", ID),
            Map.entry("submission", ID),
            Map.entry("parent", ID),
            Map.entry("subscription", ID),
            Map.entry("purchase", ID),
            Map.entry("reservation", ID),
            Map.entry("command", ID),
            Map.entry("redrive", ID),
            Map.entry("pendingReason", "OUTCOME_UNKNOWN"),
            Map.entry("invoiceStatus", "REJECTED"),
            Map.entry("kind", "ORIGINAL"),
            Map.entry("legalEntity", "DEMF"),
            Map.entry("documentContext", "Customer invoice"),
            Map.entry("sourceRecord", "FTI-1047"),
            Map.entry("sourceRecordStart", "FTI-10"),
            Map.entry("submittedFrom", "2026-11-01T00:00:00Z"),
            Map.entry("submittedTo", "2026-12-01T00:00:00Z"),
            Map.entry("counting", "COUNTED"),
            Map.entry("needsPerson", true),
            Map.entry("wait", 30));

    private ApiExamples() {}

    static void addTo(OpenAPI api) {
        for (ProblemType type : ProblemType.values()) {
            api.getComponents().addExamples(name(type), new Example().value(JSON.valueToTree(problem(type))));
        }
        api.getPaths().forEach((path, item) -> item.readOperations().forEach(ApiExamples::addTo));
    }

    private static void addTo(Operation operation) {
        String id = operation.getOperationId();
        if (operation.getParameters() != null) {
            operation.getParameters().forEach(ApiExamples::addTo);
        }
        if (operation.getRequestBody() != null) {
            operation.getRequestBody().getContent().values().forEach(body -> addTo(body, id + ".request"));
        }
        operation.getResponses().forEach((status, response) -> {
            if (response.getContent() != null) {
                response.getContent().values().forEach(body -> {
                    if (status.compareTo("400") < 0) {
                        addTo(body, id + "." + status);
                    } else {
                        named(response.getDescription())
                                .forEach(type -> body.addExamples(
                                        name(type), new Example().$ref("#/components/examples/" + name(type))));
                    }
                });
            }
        });
    }

    private static void addTo(Parameter parameter) {
        boolean has = parameter.getExample() != null
                || parameter.getSchema() != null && parameter.getSchema().getExample() != null;
        if (!has || IF_MATCH.equals(parameter.getName())) { // the annotation's example would lose its quotes
            parameter.setExample(example(parameter));
        }
    }

    private static Object example(Parameter parameter) {
        boolean months = String.valueOf(parameter.getDescription())
                .toLowerCase(Locale.ROOT)
                .contains("month");
        return switch (parameter.getName()) {
            case "from" -> months ? "2026-01" : "2026-11-01";
            case "to" -> months ? "2026-11" : "2026-11-23";
            default -> PARAMETERS.get(parameter.getName());
        };
    }

    private static void addTo(MediaType body, String name) {
        if (body.getExample() == null && body.getExamples() == null) {
            text(name + ".json").ifPresent(text -> body.setExample(tree(text)));
            text(name + ".txt").ifPresent(body::setExample);
        }
    }

    /** Returns the recorded request of an operation. */
    static Optional<JsonNode> request(String operation) {
        return text(operation + ".request.json").map(ApiExamples::tree);
    }

    private static Optional<String> text(String name) {
        Path file = FOLDER.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the kinds of problem that the description of an answer names, as in "The name is taken: duplicate". */
    static List<ProblemType> named(String description) {
        List<String> words =
                WORD.matcher(description).results().map(word -> word.group()).toList();
        return Arrays.stream(ProblemType.values())
                .filter(type -> words.contains(name(type)))
                .toList();
    }

    static String name(ProblemType type) {
        return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Problem problem(ProblemType type) {
        String path = "/api/v1/environments/" + ID;
        return switch (type) {
            case STALE_REVISION ->
                Problem.of(
                                type,
                                "environment \"Production\" was changed by somebody else after revision 3 and is at revision"
                                        + " 4: read it again and repeat")
                        .withRevisions(
                                3,
                                4,
                                JSON.createObjectNode()
                                        .put("id", ID)
                                        .put("name", "Production")
                                        .put("revision", 4))
                        .at(path + "/draft");
            case INVALID_VALUE ->
                Problem.of(type, "limit must be 1 to 500, was \"0\"; correct it and repeat")
                        .withFindings(List.of(
                                Finding.error("limit", "limit must be 1 to 500, was \"0\"", "correct it and repeat")))
                        .at(path);
            case INVALID_CONTENT ->
                Problem.of(type, "environment \"Production\" cannot be published")
                        .withFindings(List.of(Finding.error(
                                "storageSecret", "there is no storage secret", "choose one of the declared secrets")))
                        .at(path + "/publications");
            case DOCUMENT_KEY_USED, DOCUMENT_IN_PROCESS ->
                Problem.of(type, "document ERP-1/DEMF/Customer invoice/FTI-1: see submission " + ID)
                        .withSubmission(UUID.fromString(ID))
                        .at("/api/v1/submissions");
            case NO_APPLICABLE_FEATURE, AMBIGUOUS_FEATURES ->
                Problem.of(type, "the candidates say which clauses failed: correct the document's context or the rules")
                        .withCandidates(List.of(new Problem.Candidate(
                                "Peppol", 2, "Customer invoices", "Country = \"DE\"", List.of("Country = \"DE\""))))
                        .at("/api/v1/submissions");
            case INTERNAL, UNAVAILABLE ->
                Problem.of(type, "tell the operator of the service the correlation id")
                        .withCorrelation(UUID.fromString(ID))
                        .at(path);
            default -> Problem.of(type, type.title()).at(path);
        };
    }
}
