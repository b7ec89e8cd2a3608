package io.einvoicing.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.einvoicing.http.api.internal.Components;
import io.einvoicing.http.api.internal.OptionalBody;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Completes the schemas of records: which properties are required, and what each is. */
final class RecordSchemas {
    private static final String PREFIX = "#/components/schemas/";

    /** Texts that a request may leave out. */
    private static final Set<String> MAY_BE_EMPTY = Set.of("description", "contentText", "contentBase64", "mediaType");

    /** Operations whose body may be left out. */
    private static final Set<String> OPTIONAL_BODIES = Components.resources().stream()
            .flatMap(resource -> Arrays.stream(resource.getMethods()))
            .filter(method -> Arrays.stream(method.getParameters())
                    .anyMatch(parameter -> parameter.isAnnotationPresent(OptionalBody.class)))
            .map(method -> method.getAnnotation(Operation.class).operationId())
            .collect(Collectors.toSet());

    private final Map<String, Class<?>> records = new HashMap<>();

    /** Notes of which record a schema is. */
    void add(Class<?> type, Schema<?> schema) {
        String name = schema.get$ref() == null
                ? schema.getName()
                : schema.get$ref().substring(schema.get$ref().lastIndexOf('/') + 1);
        if (type.isRecord() && name != null) {
            records.put(name, type);
        }
    }

    void complete(OpenAPI api) {
        Set<String> answered = inAnswers(api);
        api.getComponents().getSchemas().forEach((name, schema) -> {
            Class<?> type = records.get(name);
            if (type != null && schema.getProperties() != null) {
                describe(type, schema);
                require(type, schema, answered.contains(name));
            }
        });
        api.getPaths()
                .values()
                .forEach(path -> path.readOperations().forEach(operation -> {
                    if (operation.getRequestBody() != null) {
                        operation.getRequestBody().setRequired(!OPTIONAL_BODIES.contains(operation.getOperationId()));
                        operation.getRequestBody().getContent().values().stream()
                                .map(content -> content.getSchema().get$ref())
                                .filter(ref -> ref != null && ref.startsWith(PREFIX))
                                .flatMap(ref -> Stream.ofNullable(api.getComponents()
                                        .getSchemas()
                                        .get(ref.substring(PREFIX.length()))
                                        .getDescription()))
                                .findFirst()
                                .ifPresent(operation.getRequestBody()::setDescription);
                    }
                }));
    }

    private static void describe(Class<?> type, Schema<?> schema) {
        Optional<RecordComments> comments = RecordComments.of(type);
        comments.filter(any -> schema.getDescription() == null)
                .ifPresent(found -> schema.setDescription(found.sentence()));
        comments.map(RecordComments::components).orElse(Map.of()).forEach((name, text) -> {
            Schema<?> property = schema.getProperties().get(name);
            if (property != null && property.getDescription() == null) {
                property.setDescription(text);
            }
        });
    }

    /** An answer has every component that is not optional; a request may leave out what then is empty or false. */
    private static void require(Class<?> type, Schema<?> schema, boolean inAnswers) {
        for (RecordComponent component : type.getRecordComponents()) {
            Class<?> value = component.getType();
            boolean mayBeAbsent = value == Optional.class
                    || component.getAnnotatedType().getAnnotations().length > 0
                    || !inAnswers
                            && (List.class.isAssignableFrom(value)
                                    || Map.class.isAssignableFrom(value)
                                    || JsonNode.class.isAssignableFrom(value)
                                    || value == boolean.class
                                    || MAY_BE_EMPTY.contains(component.getName()));
            if (!mayBeAbsent && schema.getProperties().containsKey(component.getName())) {
                schema.addRequiredItem(component.getName());
            }
        }
    }

    private static Set<String> inAnswers(OpenAPI api) {
        JsonNode document = Json31.mapper().valueToTree(api);
        Set<String> found = new HashSet<>();
        document.path("paths")
                .forEach(path -> path.forEach(operation -> follow(document, operation.path("responses"), found)));
        return found;
    }

    private static void follow(JsonNode document, JsonNode node, Set<String> found) {
        String ref = node.path("$ref").asText();
        if (ref.startsWith(PREFIX) && found.add(ref.substring(PREFIX.length()))) {
            follow(document, document.at(ref.substring(1)), found);
        }
        node.forEach(child -> follow(document, child, found));
    }
}
