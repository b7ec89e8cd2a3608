package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final Path FILE = Path.of("src/main/resources/io/einvoicing/http/api/internal/openapi.json");

    /** Run with {@code -Dopenapi.write=true} to bring the file up to date. */
    @Test
    void theFileIsWhatTheResourcesSay() throws IOException {
        String description = ApiDescription.json();
        if (Boolean.getBoolean("openapi.write")) {
            Files.writeString(FILE, description);
        }

        assertThat(FILE).content().isEqualTo(description);
    }

    @Test
    void everythingHasADescriptionAndAnExample() throws IOException {
        JsonNode api = description();
        List<String> missing = new ArrayList<>();
        assertThat(api.path("openapi").asText()).startsWith("3.1.");

        api.path("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(method -> {
                    JsonNode operation = method.getValue();
                    String name = method.getKey() + " " + path.getKey() + " ("
                            + operation.path("operationId").asText() + ")";
                    if (isBlank(operation, "summary") || isBlank(operation, "description")) {
                        missing.add(name + ": write summary and description in @Operation");
                    }
                    operation.path("parameters").forEach(parameter -> {
                        String place =
                                name + ", parameter " + parameter.path("name").asText();
                        if (isBlank(parameter, "description")) {
                            missing.add(place + ": write a description in @Parameter");
                        }
                        if (!parameter.has("example")
                                && !parameter.path("schema").has("example")) {
                            missing.add(place + ": write an example in @Parameter, or in ApiExamples.PARAMETERS");
                        }
                    });
                    if (operation.has("requestBody")) {
                        checkExample(missing, name + ", request body", operation.path("requestBody"), "request");
                        if (isBlank(operation.path("requestBody"), "description")) {
                            missing.add(name + ", request body: the Javadoc sentence of its type is missing");
                        }
                    }
                    operation.path("responses").properties().forEach(response -> {
                        String place = name + ", answer " + response.getKey();
                        if (isBlank(response.getValue(), "description")) {
                            missing.add(place + ": write a description in @ApiResponse");
                        }
                        if (response.getKey().compareTo("400") >= 0) {
                            checkProblem(missing, place, response);
                        } else {
                            checkExample(missing, place, response.getValue(), response.getKey());
                        }
                    });
                }));

        assertThat(missing).isEmpty();
    }

    private static void checkExample(List<String> missing, String place, JsonNode body, String name) {
        body.path("content").forEach(content -> {
            if (!content.has("example") && !content.has("examples")) {
                missing.add(place + ": record OPERATION." + name + ".json by running the API tests with"
                        + " -Dopenapi.examples=write, or write it in " + ApiExamples.FOLDER);
            }
        });
    }

    private static void checkProblem(List<String> missing, String place, Map.Entry<String, JsonNode> response) {
        JsonNode problem = response.getValue().at("/content/application~1problem+json");
        if (!problem.at("/schema/$ref").asText().equals("#/components/schemas/Problem")) {
            missing.add(place + ": give it no content, then it gets the schema of problems");
        }
        List<ProblemType> types =
                ApiExamples.named(response.getValue().path("description").asText());
        if (types.isEmpty()) {
            missing.add(
                    place + ": end the description with the problem's name, as in \"The name is taken: duplicate\"");
        }
        types.stream()
                .filter(type -> !response.getKey().equals(Integer.toString(type.status())))
                .forEach(type -> missing.add(place + ": " + ApiExamples.name(type) + " is of status " + type.status()));
    }

    private static boolean isBlank(JsonNode node, String member) {
        return node.path(member).asText().isBlank();
    }

    private static JsonNode description() throws IOException {
        return new ObjectMapper().readTree(Files.readString(FILE));
    }
}
