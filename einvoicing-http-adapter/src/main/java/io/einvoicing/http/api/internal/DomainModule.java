package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.InvalidJsonValueException.checked;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.module.SimpleModule;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.activation.Geography;
import io.einvoicing.connectedapp.ConnectedApplicationId;
import io.einvoicing.document.StoredFile;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.FormatConfiguration;
import io.einvoicing.feature.Operator;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.http.api.NewSubmissionBatch;
import io.einvoicing.http.api.NewUsageBatch;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.notification.DeliveryId;
import io.einvoicing.notification.TypePattern;
import io.einvoicing.numbersequence.NumberSequenceId;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.OutputValue;
import io.einvoicing.submission.SubmissionId;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of those domain values that are no plain records.
 *
 * <ul>
 *   <li>ids and invoice status: their text
 *   <li>typed values: a text, a number, true, false, {@code {"date": "2026-01-01"}}, {@code {"uuid": "…"}}
 *   <li>applicability rules: {@code {"all": […]}}, {@code {"any": […]}}, {@code {"field", "operator", "value"}}
 *   <li>parameter values: a text, {@code {"variable": "…"}}, {@code {"action": "…", "output": "…"}}
 *   <li>outputs of actions: {@code {"text": "…"}}, {@code {"file": {…}}}
 * </ul>
 */
final class DomainModule extends SimpleModule {
    private static final long serialVersionUID = 1L;

    DomainModule() {
        super("einvoicing");
        text(Instant.class, Requests::instant, Instant::toString);
        text(LocalDate.class, Requests::date, LocalDate::toString);
        text(YearMonth.class, Requests::month, YearMonth::toString);
        text(Duration.class, Requests::duration, Duration::toString);
        text(UUID.class, text -> Require.uuid("it", text), UUID::toString);
        text(TenantId.class, TenantId::parse, TenantId::toString);
        text(Geography.class, Geography::new, Geography::id);
        text(PrincipalId.class, PrincipalId::parse, PrincipalId::toString);
        text(EnvironmentId.class, EnvironmentId::parse, EnvironmentId::toString);
        text(FeatureId.class, FeatureId::parse, FeatureId::toString);
        text(ProviderId.class, ProviderId::parse, ProviderId::toString);
        text(SubmissionId.class, SubmissionId::parse, SubmissionId::toString);
        text(DeliveryId.class, DeliveryId::parse, DeliveryId::toString);
        text(TypePattern.class, TypePattern::new, TypePattern::value);
        text(ConnectedApplicationId.class, ConnectedApplicationId::parse, ConnectedApplicationId::toString);
        text(NumberSequenceId.class, NumberSequenceId::parse, NumberSequenceId::toString);
        text(InvoiceStatus.class, InvoiceStatus::new, InvoiceStatus::code);
        addSerializer(FieldValue.class, new FieldValueWriter());
        addDeserializer(FieldValue.class, new FieldValueReader());
        addSerializer(ApplicabilityRule.class, new RuleWriter());
        addDeserializer(ApplicabilityRule.class, new RuleReader());
        addSerializer(ParameterValue.class, new ParameterWriter());
        addDeserializer(ParameterValue.class, new ParameterReader());
        addSerializer(OutputValue.class, new OutputWriter());
        addDeserializer(OutputValue.class, new OutputReader());
        addDeserializer(NewUsageBatch.class, new UsageBatchReader());
        setMixInAnnotation(FormatConfiguration.class, FormatConfigurationForm.class);
        setMixInAnnotation(NewSubmissionBatch.class, SubmissionBatchForm.class);
        setDeserializerModifier(new KnownMembers());
    }

    /** Has an unknown member found when it is read: a misspelt one would else be missed under its right name first. */
    private static final class KnownMembers extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription type, JsonDeserializer<?> reader) {
            if (!type.getBeanClass().isRecord() || !(reader instanceof BeanDeserializerBase bean)) {
                return reader;
            }
            return bean.withByNameInclusion(
                    Set.of(),
                    type.findProperties().stream()
                            .map(BeanPropertyDefinition::getName)
                            .collect(Collectors.toSet()));
        }
    }

    /** A format configuration may be sent without a version, which the service numbers anyway. */
    private abstract static class FormatConfigurationForm {
        @JsonSetter(nulls = Nulls.AS_EMPTY)
        int version;
    }

    /** A batch is refused at the first document that is too many: those after it may be millions. */
    private abstract static class SubmissionBatchForm {
        @JsonDeserialize(using = SubmissionsReader.class)
        @Nullable
        List<JsonNode> submissions;
    }

    private static final class SubmissionsReader extends JsonDeserializer<List<JsonNode>> {
        @Override
        public List<JsonNode> deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.START_ARRAY)) {
                throw new InvalidJsonValueException(json, "must be a list");
            }
            List<JsonNode> read = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                try {
                    read.add(next(json, context, read.size()));
                } catch (JsonMappingException e) {
                    e.prependPath(read, read.size());
                    throw e;
                }
            }
            return read;
        }

        private static JsonNode next(JsonParser json, DeserializationContext context, int before) throws IOException {
            if (before == NewSubmissionBatch.MOST) {
                throw new InvalidJsonValueException(
                        json, "is one too many: submissions must be 1 to " + NewSubmissionBatch.MOST);
            }
            if (json.hasToken(JsonToken.VALUE_NULL)) {
                throw new InvalidJsonValueException(json, "must be given, and must not be null");
            }
            return context.readTree(json);
        }

        @Override
        public List<JsonNode> getEmptyValue(DeserializationContext context) {
            return List.of();
        }
    }

    private <T> void text(Class<T> type, Function<String, T> parse, Function<T, String> print) {
        addSerializer(type, new TextWriter<>(print));
        addDeserializer(type, new TextReader<>(type, parse));
    }

    private static final class TextWriter<T> extends JsonSerializer<T> {
        private final Function<T, String> print;

        TextWriter(Function<T, String> print) {
            this.print = print;
        }

        @Override
        public void serialize(T value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeString(print.apply(value));
        }
    }

    private static final class TextReader<T> extends StdScalarDeserializer<T> {
        private static final long serialVersionUID = 1L;

        private final transient Function<String, T> parse;

        TextReader(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (!json.hasToken(JsonToken.VALUE_STRING)) {
                throw new InvalidJsonValueException(json, "must be a text");
            }
            String text = json.getText();
            return checked(json, () -> parse.apply(text));
        }
    }

    private static final class FieldValueWriter extends JsonSerializer<FieldValue> {
        @Override
        public void serialize(FieldValue value, JsonGenerator json, SerializerProvider provider) throws IOException {
            if (value instanceof FieldValue.Text text) {
                json.writeString(text.value());
            } else if (value instanceof FieldValue.Number number) {
                json.writeNumber(number.value().toPlainString());
            } else if (value instanceof FieldValue.Bool bool) {
                json.writeBoolean(bool.value());
            } else {
                json.writeStartObject();
                json.writeStringField(value instanceof FieldValue.Date ? "date" : "uuid", value.describe());
                json.writeEndObject();
            }
        }
    }

    private static final class FieldValueReader extends JsonDeserializer<FieldValue> {
        private static final String FORMS = "must be a text, a number, true, false, {\"date\": \"2026-01-01\"} or "
                + "{\"uuid\": \"3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a\"}";

        @Override
        public FieldValue deserialize(JsonParser json, DeserializationContext context) throws IOException {
            switch (json.currentToken()) {
                case VALUE_STRING -> {
                    String text = json.getText();
                    return checked(json, () -> FieldValue.of(text));
                }
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> {
                    BigDecimal number = json.getDecimalValue();
                    return checked(json, () -> new FieldValue.Number(number));
                }
                case VALUE_TRUE, VALUE_FALSE -> {
                    return new FieldValue.Bool(json.getBooleanValue());
                }
                case START_OBJECT -> {
                    String type = String.valueOf(json.nextFieldName());
                    FieldValue value = switch (type) {
                        case "date" -> new FieldValue.Date(only(json, context, type, LocalDate.class));
                        case "uuid" -> new FieldValue.Uuid(only(json, context, type, UUID.class));
                        default -> throw new InvalidJsonValueException(json, FORMS);
                    };
                    end(json, FieldValue.class, type);
                    return value;
                }
                default -> throw new InvalidJsonValueException(json, FORMS);
            }
        }
    }

    private static final class RuleWriter extends JsonSerializer<ApplicabilityRule> {
        @Override
        public void serialize(ApplicabilityRule rule, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            json.writeStartObject();
            if (rule instanceof ApplicabilityRule.Comparison comparison) {
                json.writeStringField("field", comparison.field());
                json.writeStringField("operator", comparison.operator().name());
                provider.defaultSerializeField("value", comparison.value(), json);
            } else if (rule instanceof ApplicabilityRule.All all) {
                provider.defaultSerializeField("all", all.rules(), json);
            } else {
                provider.defaultSerializeField("any", ((ApplicabilityRule.Any) rule).rules(), json);
            }
            json.writeEndObject();
        }
    }

    private static final class RuleReader extends JsonDeserializer<ApplicabilityRule> {
        private static final String FORMS =
                "must be {\"all\": [rules]}, {\"any\": [rules]} or {\"field\": …, \"operator\": …, \"value\": …}";

        /** The parts of a comparison before it is checked. */
        record Clause(String field, Operator operator, FieldValue value) {}

        @Override
        public ApplicabilityRule deserialize(JsonParser json, DeserializationContext context) throws IOException {
            requireObject(json, FORMS);
            String name = String.valueOf(json.nextFieldName());
            if (!name.equals("all") && !name.equals("any")) {
                Clause clause = context.readValue(json, Clause.class);
                return checked(
                        json,
                        ApplicabilityRule.Comparison.class,
                        () -> new ApplicabilityRule.Comparison(clause.field(), clause.operator(), clause.value()));
            }
            List<ApplicabilityRule> rules = rules(json, name, only(json, context, name, ApplicabilityRule[].class));
            end(json, ApplicabilityRule.class, name);
            return name.equals("all") ? new ApplicabilityRule.All(rules) : new ApplicabilityRule.Any(rules);
        }

        private static List<ApplicabilityRule> rules(JsonParser json, String name, ApplicabilityRule[] read)
                throws InvalidJsonValueException {
            int absent = Arrays.asList(read).indexOf(null);
            if (absent >= 0) {
                InvalidJsonValueException refused = new InvalidJsonValueException(json, "must not be null");
                refused.prependPath(read, absent);
                refused.prependPath(ApplicabilityRule.class, name);
                throw refused;
            }
            return List.of(read);
        }
    }

    private static final class ParameterWriter extends JsonSerializer<ParameterValue> {
        @Override
        public void serialize(ParameterValue value, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            if (value instanceof ParameterValue.Literal literal) {
                json.writeString(literal.text());
                return;
            }
            json.writeStartObject();
            if (value instanceof ParameterValue.FromVariable from) {
                json.writeStringField("variable", from.variable());
            } else {
                ParameterValue.FromAction from = (ParameterValue.FromAction) value;
                json.writeStringField("action", from.action());
                json.writeStringField("output", from.output());
            }
            json.writeEndObject();
        }
    }

    private static final class ParameterReader extends JsonDeserializer<ParameterValue> {
        private static final String FORMS =
                "must be a text, {\"variable\": \"name\"} or {\"action\": \"name\", \"output\": \"name\"}";

        /** The parts of a reference to an action's output. */
        record Output(String action, String output) {}

        @Override
        public ParameterValue deserialize(JsonParser json, DeserializationContext context) throws IOException {
            if (json.hasToken(JsonToken.VALUE_STRING)) {
                String text = json.getText();
                return checked(json, () -> ParameterValue.literal(text));
            }
            requireObject(json, FORMS);
            String name = String.valueOf(json.nextFieldName());
            if (name.equals("variable")) {
                String variable = only(json, context, name, String.class);
                end(json, ParameterValue.class, name);
                return checked(
                        json, ParameterValue.FromVariable.class, () -> new ParameterValue.FromVariable(variable));
            }
            Output from = context.readValue(json, Output.class);
            return checked(
                    json,
                    ParameterValue.FromAction.class,
                    () -> new ParameterValue.FromAction(from.action(), from.output()));
        }
    }

    private static final class OutputWriter extends JsonSerializer<OutputValue> {
        @Override
        public void serialize(OutputValue value, JsonGenerator json, SerializerProvider provider) throws IOException {
            json.writeStartObject();
            if (value instanceof OutputValue.Text text) {
                json.writeStringField("text", text.text());
            } else {
                provider.defaultSerializeField("file", ((OutputValue.File) value).file(), json);
            }
            json.writeEndObject();
        }
    }

    private static final class OutputReader extends JsonDeserializer<OutputValue> {
        private static final String FORMS = "must be {\"text\": …} or {\"file\": …}";

        @Override
        public OutputValue deserialize(JsonParser json, DeserializationContext context) throws IOException {
            requireObject(json, FORMS);
            String name = String.valueOf(json.nextFieldName());
            OutputValue value = switch (name) {
                case "text" -> new OutputValue.Text(only(json, context, name, String.class));
                case "file" -> new OutputValue.File(only(json, context, name, StoredFile.class));
                default -> throw new InvalidJsonValueException(json, FORMS);
            };
            end(json, OutputValue.class, name);
            return value;
        }
    }

    private static void requireObject(JsonParser json, String forms) throws IOException {
        if (!json.hasToken(JsonToken.START_OBJECT)) {
            throw new InvalidJsonValueException(json, forms);
        }
    }

    /** Reads the value of the property at which the parser stands. */
    private static <T> T only(JsonParser json, DeserializationContext context, String name, Class<T> type)
            throws IOException {
        try {
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                throw new InvalidJsonValueException(json, "must not be null");
            }
            return context.readValue(json, type);
        } catch (JsonMappingException e) {
            e.prependPath(type, name);
            throw e;
        }
    }

    /** Passes if the object has no property but the one that was read. */
    private static void end(JsonParser json, Class<?> type, String read) throws IOException {
        if (json.nextToken() != JsonToken.END_OBJECT) {
            throw UnrecognizedPropertyException.from(json, type, json.currentName(), List.of(read));
        }
    }
}
