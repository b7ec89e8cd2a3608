package io.einvoicing.http.api;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.activation.Geography;
import io.einvoicing.connectedapp.ConnectedApplicationId;
import io.einvoicing.document.StoredFile;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.Operator;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.http.api.internal.Components;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.TypePattern;
import io.einvoicing.numbersequence.NumberSequenceId;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.SubmissionId;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverter;
import io.swagger.v3.core.converter.ModelConverterContext;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.jaxrs2.Reader;
import io.swagger.v3.oas.integration.SwaggerConfiguration;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.io.IOException;
import java.net.URI;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the API's OpenAPI document from the annotated resources. */
final class ApiDescription {
    private static final String BEARER = "bearer";

    private ApiDescription() {}

    static String json() throws IOException {
        RecordSchemas records = new RecordSchemas();
        ModelConverter domain = new DomainSchemas(records);
        ModelConverters.getInstance(true).addConverter(domain);
        try {
            OpenAPI api = new Reader(new SwaggerConfiguration().openAPI31(true).openAPI(frame()))
                    .read(Components.resources());
            ModelConverters.getInstance(true).readAll(Problem.class).forEach(api.getComponents()::addSchemas);
            api.getPaths().values().forEach(path -> path.readOperations().forEach(ApiDescription::complete));
            records.complete(api);
            ApiExamples.addTo(api);
            describeAccess(api);
            return Json31.mapper()
                            .writer()
                            .with(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                            .withDefaultPrettyPrinter()
                            .writeValueAsString(api)
                    + "\n";
        } finally {
            ModelConverters.getInstance(true).removeConverter(domain);
        }
    }

    private static OpenAPI frame() {
        return new OpenAPI()
                .info(new Info()
                        .title("Electronic invoicing")
                        .version("v1")
                        .description("Errors are application/problem+json (RFC 9457). The type of a problem is"
                                + " urn:einvoicing:problem:NAME with one of the names that the answers state."
                                + " Changes of environments and feature versions need the header If-Match with the"
                                + " entity tag (ETag) of the answer in which they were read.")
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                .components(
                        new io.swagger.v3.oas.models.Components()
                                .addSecuritySchemes(
                                        BEARER,
                                        new SecurityScheme()
                                                .type(SecurityScheme.Type.HTTP)
                                                .scheme("bearer")
                                                .bearerFormat("JWT")
                                                .description(
                                                        "Access token of Microsoft Entra ID with the claims tid, oid, azp or"
                                                                + " appid, and roles out of configure, submit, usage and operate")))
                .addSecurityItem(new SecurityRequirement().addList(BEARER));
    }

    /** Adds the answers that every operation can give, and the form of all problems. */
    private static void complete(Operation operation) {
        ApiResponses responses = operation.getResponses();
        boolean open =
                operation.getSecurity() != null && operation.getSecurity().isEmpty();
        if (!open) {
            boolean takesInput = operation.getRequestBody() != null
                    || operation.getParameters() != null
                            && operation.getParameters().stream()
                                    .anyMatch(parameter -> !"path".equals(parameter.getIn()));
            if (takesInput) {
                add(responses, "400", "malformed-json, unknown-property, invalid-value");
            }
            add(responses, "401", "token-missing, token-invalid");
            add(responses, "403", "forbidden, not-listed, unknown-tenant");
            add(responses, "421", "The tenant is served elsewhere, see endpoint: wrong-geography");
            add(responses, "503", "A part of the surroundings gives no answer, see Retry-After: unavailable");
        }
        add(responses, "500", "The service has a fault: internal");
        responses.forEach((status, response) -> {
            if (response.getContent() == null && status.compareTo("400") >= 0) {
                response.content(new Content()
                        .addMediaType(
                                Problem.MEDIA_TYPE,
                                new MediaType().schema(new JsonSchema().$ref("#/components/schemas/Problem"))));
            }
        });
        ApiResponses sorted = new ApiResponses();
        responses.keySet().stream().sorted().forEach(status -> sorted.addApiResponse(status, responses.get(status)));
        operation.responses(sorted);
    }

    /** Says who may call each operation, as the table of access proves it. */
    private static void describeAccess(OpenAPI api) throws IOException {
        AccessMatrix access = AccessMatrix.read();
        api.getPaths()
                .forEach((path, item) -> item.readOperationsMap().forEach((method, operation) -> {
                    String who = access.describe(path + " " + method);
                    String text = operation.getDescription();
                    operation.setDescription(text == null || text.isBlank() ? who : text.strip() + " " + who);
                }));
    }

    private static void add(ApiResponses responses, String status, String description) {
        if (!responses.containsKey(status)) {
            responses.addApiResponse(status, new ApiResponse().description(description));
        }
    }

    /** The schemas of those types whose JSON is not that of a plain record. */
    @SuppressWarnings("unchecked") // swagger's JsonSchema is a raw Schema
    private static final class DomainSchemas implements ModelConverter {
        private final RecordSchemas records;

        private DomainSchemas(RecordSchemas records) {
            this.records = records;
        }

        private static final Set<Class<?>> IDS = Set.of(
                UUID.class,
                TenantId.class,
                PrincipalId.class,
                EnvironmentId.class,
                FeatureId.class,
                NumberSequenceId.class,
                ConnectedApplicationId.class,
                SubmissionId.class);

        @Override
        public @Nullable Schema<?> resolve(
                AnnotatedType type, ModelConverterContext context, Iterator<ModelConverter> chain) {
            JavaType java = Json.mapper().constructType(type.getType());
            Class<?> raw = java.getRawClass();
            if (IDS.contains(raw)) {
                return text().format("uuid");
            }
            if (raw == DeliveryId.class) {
                return text().description("Two ids joined by a dot: notification, subscription");
            }
            if (raw == TypePattern.class) {
                return text().example("usage.*");
            }
            if (raw == InvoiceStatus.class) {
                return text().pattern("[A-Z][A-Z0-9_]*");
            }
            if (raw == Geography.class) {
                return text().pattern("[A-Z][A-Z0-9_]*").example("EUROPE");
            }
            if (raw == ZoneId.class) {
                return text().example("Europe/Berlin");
            }
            if (raw == YearMonth.class) {
                return text().pattern("[0-9]{4}-[0-9]{2}").example("2026-11");
            }
            if (raw == URI.class) {
                return text().format("uri");
            }
            if (raw == JsonNode.class) {
                return new JsonSchema().types(Set.of("object"));
            }
            if (raw == FieldValue.class) {
                return named(context, "FieldValue", fieldValue());
            }
            if (raw == ApplicabilityRule.class) {
                return named(context, "ApplicabilityRule", rule());
            }
            if (raw == ParameterValue.class) {
                return named(context, "ParameterValue", parameterValue());
            }
            if (raw == OutputValue.class) {
                context.resolve(new AnnotatedType(StoredFile.class).resolveAsRef(true));
                return named(context, "OutputValue", outputValue());
            }
            if (!chain.hasNext()) {
                return null;
            }
            Schema<?> schema = chain.next().resolve(type, context, chain);
            if (schema != null) {
                records.add(raw, schema);
            }
            return schema;
        }

        private static Schema<?> fieldValue() {
            return new JsonSchema()
                    .description("A typed value; values of different types are never equal.")
                    .oneOf(List.of(
                            text(),
                            new JsonSchema().types(Set.of("number")),
                            new JsonSchema().types(Set.of("boolean")),
                            object(Map.of("date", text().format("date"))),
                            object(Map.of("uuid", text().format("uuid")))));
        }

        private static Schema<?> rule() {
            Schema<?> rules = new JsonSchema().types(Set.of("array")).items(ref("ApplicabilityRule"));
            Schema<String> operator = new JsonSchema().types(Set.of("string"));
            Stream.of(Operator.values()).map(Operator::name).forEach(operator::addEnumItemObject);
            return new JsonSchema()
                    .description(
                            "All parts hold, any part holds, or one clause; {\"all\": []} always holds. A clause on a"
                                    + " field that is absent or of another type never holds.")
                    .oneOf(List.of(
                            object(Map.of("all", rules)),
                            object(Map.of("any", rules)),
                            object(Map.of("field", text(), "operator", operator, "value", ref("FieldValue")))));
        }

        private static Schema<?> parameterValue() {
            return new JsonSchema()
                    .description(
                            "The text itself, the value of a variable (BusinessDocument is the submitted file), or an"
                                    + " earlier action's output.")
                    .oneOf(List.of(
                            text(),
                            object(Map.of("variable", text())),
                            object(Map.of("action", text(), "output", text()))));
        }

        private static Schema<?> outputValue() {
            return new JsonSchema()
                    .description("A value, or a file in the customer's storage.")
                    .oneOf(List.of(object(Map.of("text", text())), object(Map.of("file", ref("StoredFile")))));
        }

        private static Schema<?> named(ModelConverterContext context, String name, Schema<?> schema) {
            context.defineModel(name, schema);
            return ref(name);
        }

        private static Schema<?> ref(String name) {
            return new JsonSchema().$ref("#/components/schemas/" + name);
        }

        private static Schema<String> text() {
            return new JsonSchema().types(Set.of("string"));
        }

        private static Schema<?> object(Map<String, Schema<?>> properties) {
            Schema<?> schema = new JsonSchema().types(Set.of("object"));
            properties.keySet().stream().sorted().forEach(name -> {
                schema.addProperty(name, properties.get(name));
                schema.addRequiredItem(name);
            });
            return schema.additionalProperties(false);
        }
    }
}
