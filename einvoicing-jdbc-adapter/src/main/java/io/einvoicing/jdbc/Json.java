package io.einvoicing.jdbc;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.feature.ApplicabilityRule;
import io.einvoicing.feature.FieldValue;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.OutputValue;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes values of the core as JSON columns and reads them back. A component that is not known fails: nothing is dropped. */
final class Json {
    private static final JsonSetter.Value EMPTY = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY, Nulls.FAIL);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
            // A component that a later release added is absent in what was stored before: empty.
            .withConfigOverride(List.class, override -> override.setSetterInfo(EMPTY))
            .withConfigOverride(String.class, override -> override.setSetterInfo(EMPTY))
            // Components of records only, no derived answers such as isX().
            .visibility(PropertyAccessor.GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.IS_GETTER, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .addMixIn(PrincipalId.class, PrincipalIdForm.class)
            .addMixIn(TenantId.class, TenantIdForm.class)
            .addMixIn(ApplicabilityRule.class, ApplicabilityRuleForm.class)
            .addMixIn(FieldValue.class, FieldValueForm.class)
            .addMixIn(ParameterValue.class, ParameterValueForm.class)
            .addMixIn(OutputValue.class, OutputValueForm.class)
            .build();

    static {
        MAPPER.getFactory().setCharacterEscapes(new StorableText());
    }

    private Json() {}

    /** JSON columns of one type. */
    static final class Column<T> {
        private final ObjectReader reader;
        private final ObjectWriter writer;

        private Column(JavaType type) {
            this.reader = MAPPER.readerFor(type);
            this.writer = MAPPER.writerFor(type);
        }

        T read(String json) {
            try {
                return reader.readValue(json);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a stored JSON value cannot be read by this release", e);
            }
        }

        String write(T value) {
            return text(writer, value);
        }
    }

    static <T> Column<T> column(Class<T> type) {
        return new Column<>(MAPPER.constructType(type));
    }

    static <T> Column<T> column(TypeReference<T> type) {
        return new Column<>(MAPPER.constructType(type));
    }

    /** Writes what is only read by people. */
    static String describe(Map<String, Object> state) {
        return text(MAPPER.writer(), state);
    }

    private static String text(ObjectWriter writer, Object value) {
        try {
            return writer.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a value cannot be written as JSON", e);
        }
    }

    /** PostgreSQL stores no U+0000; what a web service answers may hold one, and must not stop a checkpoint. */
    static String storable(String text) {
        return text.replace('\0', '\uFFFD');
    }

    private static final class StorableText extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final SerializableString REPLACEMENT = new SerializedString("\\uFFFD");

        private final int[] escapes = standardAsciiEscapesForJSON();

        private StorableText() {
            escapes[0] = ESCAPE_CUSTOM;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes;
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return character == 0 ? REPLACEMENT : null;
        }
    }

    private abstract static class PrincipalIdForm {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        PrincipalIdForm(UUID value) {}

        @JsonValue
        abstract UUID value();
    }

    private abstract static class TenantIdForm {
        @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
        TenantIdForm(UUID value) {}

        @JsonValue
        abstract UUID value();
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ApplicabilityRule.All.class, name = "all"),
        @JsonSubTypes.Type(value = ApplicabilityRule.Any.class, name = "any"),
        @JsonSubTypes.Type(value = ApplicabilityRule.Comparison.class, name = "comparison")
    })
    private interface ApplicabilityRuleForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = FieldValue.Text.class, name = "text"),
        @JsonSubTypes.Type(value = FieldValue.Number.class, name = "number"),
        @JsonSubTypes.Type(value = FieldValue.Bool.class, name = "boolean"),
        @JsonSubTypes.Type(value = FieldValue.Date.class, name = "date"),
        @JsonSubTypes.Type(value = FieldValue.Uuid.class, name = "uuid")
    })
    private interface FieldValueForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = ParameterValue.Literal.class, name = "literal"),
        @JsonSubTypes.Type(value = ParameterValue.FromVariable.class, name = "variable"),
        @JsonSubTypes.Type(value = ParameterValue.FromAction.class, name = "output")
    })
    private interface ParameterValueForm {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = OutputValue.File.class, name = "file"),
        @JsonSubTypes.Type(value = OutputValue.Text.class, name = "text")
    })
    private interface OutputValueForm {}
}
