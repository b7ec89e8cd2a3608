package io.einvoicing.http.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.http.api.internal.ApiJson;
import io.einvoicing.http.api.internal.Components;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Examples cannot rot: each is read strictly as the Java type that the operation takes or answers. */
class ApiExamplesTest {
    private final ObjectMapper json = ApiJson.strict();

    @Test
    void everyExampleIsWhatTheOperationAnswersNow() throws IOException {
        Map<String, Type> answers = answers();
        List<Path> files;
        try (Stream<Path> folder = Files.list(ApiExamples.FOLDER)) {
            files = folder.sorted().toList();
        }
        for (Path file : files) {
            String name = file.getFileName().toString();
            if (name.endsWith(".request.json")) {
                assertThat(answers.keySet()) // AccessMatrixTest sends it
                        .as(file + " is the example of no operation: remove it")
                        .anyMatch(answer -> answer.startsWith(name.replace("request.json", "")));
                continue;
            }
            assertThat(answers)
                    .as(file + " is the example of no answer: remove it")
                    .containsKey(name.substring(0, name.lastIndexOf('.')));
            Type type = answers.get(name.substring(0, name.lastIndexOf('.')));
            if (name.endsWith(".json") && type != JsonNode.class) {
                JsonNode example = json.readTree(Files.readString(file));
                Object value = json.readerFor(json.constructType(type)).readValue(json.treeAsTokens(example));
                assertThat(json.readTree(json.writeValueAsString(value)))
                        .as(file + " is not what the service would answer: record it anew")
                        .isEqualTo(example);
            }
        }
    }

    /** Returns the Java type of each answer, by OPERATION.STATUS. */
    private static Map<String, Type> answers() {
        Map<String, Type> types = new HashMap<>();
        for (Class<?> resource : Components.resources()) {
            for (Method method : resource.getMethods()) {
                Operation operation = method.getAnnotation(Operation.class);
                if (operation != null) {
                    for (ApiResponse response : method.getAnnotationsByType(ApiResponse.class)) {
                        types.put(operation.operationId() + "." + response.responseCode(), type(method, response));
                    }
                }
            }
        }
        return types;
    }

    private static Type type(Method method, ApiResponse response) {
        return Arrays.stream(response.content())
                .map(content -> content.schema().implementation())
                .filter(type -> type != Void.class)
                .<Type>map(type -> type)
                .findFirst()
                .orElseGet(() -> response.useReturnTypeSchema() ? method.getGenericReturnType() : JsonNode.class);
    }

    @Test
    void problemsOfAllKindsAreShown() throws IOException {
        JsonNode examples = json.readTree(ApiDescription.json()).at("/components/examples");

        for (ProblemType type : ProblemType.values()) {
            JsonNode example = examples.path(ApiExamples.name(type)).path("value");
            Problem problem = json.treeToValue(example, Problem.class);
            assertThat(problem.status()).isEqualTo(type.status());
            assertThat(ProblemType.of(problem.type())).contains(type);
        }
    }
}
