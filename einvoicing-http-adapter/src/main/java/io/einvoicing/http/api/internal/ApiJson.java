package io.einvoicing.http.api.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the API reads and writes JSON, the same for server and client. Thread-safe.
 *
 * <p>Reading is strict: an unknown or repeated property, a value of another JSON type or anything after the value is refused; nesting
 * is at most {@value #MAX_DEPTH} deep, and there are at most {@value #MAX_TOKENS} names, values and brackets. An absent text, list,
 * map or flag reads as empty or {@code false}, so that the domain says which one is needed; any other absent value is refused unless
 * it is optional. Instants, dates and durations are ISO 8601.
 */
public final class ApiJson {
    static final int MAX_DEPTH = 100;

    /** Each takes some fifty bytes of memory: what a body of empty objects needs is thirty times its size. */
    static final long MAX_TOKENS = 2_000_000;

    private static final int MAX_BYTES = Integer.MAX_VALUE;

    private ApiJson() {}

    /** Returns the mapper with which the server reads: strict about everything that it does not know. */
    public static ObjectMapper strict() {
        return builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES)
                .build();
    }

    /** Returns the mapper with which a client reads: a newer server may say more than it knows. */
    public static ObjectMapper lenient() {
        return builder()
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    private static JsonMapper.Builder builder() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .maxTokenCount(MAX_TOKENS)
                        // The size of the whole body is bounded before it gets here.
                        .maxStringLength(MAX_BYTES)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        JsonSetter.Value empty = JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY, Nulls.FAIL);
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(new DomainModule())
                // An empty or blank text is no absent number, flag or choice.
                .withCoercionConfigDefaults(values -> values.setAcceptBlankAsEmpty(false)
                        .setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
                .withCoercionConfig(
                        LogicalType.Textual,
                        texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS))
                .withConfigOverride(String.class, override -> override.setSetterInfo(empty))
                .withConfigOverride(List.class, override -> override.setSetterInfo(empty))
                .withConfigOverride(Map.class, override -> override.setSetterInfo(empty))
                // What an optional list holds is checked like what a list holds.
                .withConfigOverride(
                        Optional.class,
                        override -> override.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
                .withConfigOverride(JsonNode.class, override -> override.setSetterInfo(empty))
                .withConfigOverride(byte[].class, override -> override.setSetterInfo(empty))
                .withConfigOverride(boolean.class, override -> override.setSetterInfo(empty));
    }

    /**
     * Returns the canonical bytes of a business document that travels inside a request: UTF-8 without white space, members in
     * the order of their names, numbers with the digits that were sent. So the same content always has the same digest, however
     * the sender's library laid it out.
     */
    static byte[] canonical(ObjectMapper mapper, JsonNode document) {
        try {
            return mapper.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a JSON tree that was read can be written", e);
        }
    }
}
