package io.einvoicing.http.api.internal;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.kernel.Finding;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Says in the sender's words what is wrong with a body: where, and what must stand there. Never names a Java class. */
final class JsonProblems {
    private static final Map<Class<?>, String> FORMS = Map.ofEntries(
            Map.entry(String.class, "must be a text in quotation marks"),
            Map.entry(int.class, "must be a whole number"),
            Map.entry(long.class, "must be a whole number"),
            Map.entry(Integer.class, "must be a whole number"),
            Map.entry(Long.class, "must be a whole number"),
            Map.entry(boolean.class, "must be true or false"),
            Map.entry(Boolean.class, "must be true or false"),
            Map.entry(BigDecimal.class, "must be a number"),
            Map.entry(ZoneId.class, "must be a time zone such as Europe/Berlin"),
            Map.entry(URI.class, "must be an absolute address"),
            Map.entry(byte[].class, "must be base64 without line breaks"));

    /** What is not repeated: an address may hold a password, and what is no text is only known as one. */
    private static final Set<Class<?>> UNSHOWN = Set.of(URI.class, String.class);

    private static final String CORRECT = "correct it and repeat";

    private static final Pattern SETTING =
            Pattern.compile(", from `[^`]*`|: enable `[^`]*` to allow|: maybe a \\(non-standard\\).*");

    private JsonProblems() {}

    /**
     * Returns the problem.
     *
     * @throws IOException the failure itself if the body could not be read at all, which is no fault of its content
     */
    static ProblemException of(IOException failure) throws IOException {
        Optional<ProblemException> inner = causes(failure, ProblemException.class);
        if (inner.isPresent()) {
            return inner.get();
        }
        if (causes(failure, CharacterCodingException.class).isPresent()) {
            return new ProblemException(
                    ProblemType.MALFORMED_JSON, "the body is not in UTF-8: encode it so and repeat");
        }
        if (failure instanceof PropertyBindingException unknown) {
            return unknownProperty(unknown);
        }
        Optional<JsonProcessingException> malformed = causes(failure, StreamReadException.class)
                .<JsonProcessingException>map(fault -> fault)
                .or(() -> causes(failure, StreamConstraintsException.class));
        if (malformed.isPresent()) {
            return malformed(malformed.get(), failure);
        }
        if (failure instanceof JsonMappingException mapping) {
            return invalid(mapping);
        }
        throw failure;
    }

    /** Returns what is wrong with one value. */
    static Finding finding(JsonMappingException failure) {
        String field = path(failure.getPath());
        if (failure instanceof PropertyBindingException unknown) {
            String name = unknown.getPropertyName();
            List<String> known = Stream.ofNullable(unknown.getKnownPropertyIds())
                    .flatMap(Collection::stream)
                    .map(Object::toString)
                    .sorted()
                    .toList();
            return Finding.error(
                    field,
                    "there is no property \"" + name + "\" here",
                    known.stream()
                            .filter(name::equalsIgnoreCase)
                            .findFirst()
                            .map(right -> "write it \"" + right + "\"")
                            .orElse("leave it out, or use one of: " + String.join(", ", known)));
        }
        String rule = rule(failure);
        String member = failure instanceof ValueInstantiationException refused
                ? MemberPath.in(rule, refused.getType().getRawClass())
                : "";
        if (member.isEmpty()) {
            return Finding.error(field, rule, CORRECT);
        }
        String path = field.isEmpty() ? member : field + "." + member;
        return Finding.error(path, path + rule.substring(member.length()), CORRECT);
    }

    /** Returns what a finding says, with the place unless the message begins with it. */
    static String told(Finding finding) {
        String place = finding.field().isEmpty() ? "the body" : finding.field();
        return finding.message().startsWith(place) ? finding.message() : place + ": " + finding.message();
    }

    private static ProblemException malformed(JsonProcessingException fault, IOException failure) {
        String field = fault.getProcessor() instanceof JsonParser parser
                ? path(parser.getParsingContext())
                : failure instanceof JsonMappingException mapping ? path(mapping.getPath()) : "";
        String message = withoutSettings(firstLine(fault.getOriginalMessage()));
        if (fault instanceof StreamConstraintsException && message.startsWith("Token count")) {
            return new ProblemException(
                    ProblemType.TOO_LARGE,
                    "the body has more than " + ApiJson.MAX_TOKENS + " names, values and brackets: send fewer documents"
                            + " at once, and a large one as contentText or contentBase64; nothing was stored");
        }
        return new ProblemException(Problem.of(
                        ProblemType.MALFORMED_JSON,
                        place(fault.getLocation()) + (field.isEmpty() ? "" : field + ": ") + message)
                .withFindings(List.of(Finding.error(field, message, "send well-formed JSON"))));
    }

    private static ProblemException unknownProperty(PropertyBindingException unknown) {
        Finding finding = finding(unknown);
        return new ProblemException(Problem.of(
                        ProblemType.UNKNOWN_PROPERTY,
                        place(unknown.getLocation()) + told(finding) + "; " + finding.remedy())
                .withFindings(List.of(finding)));
    }

    private static ProblemException invalid(JsonMappingException failure) {
        Finding finding = finding(failure);
        return new ProblemException(Problem.of(ProblemType.INVALID_VALUE, place(failure.getLocation()) + told(finding))
                .withFindings(List.of(finding)));
    }

    private static String rule(JsonMappingException failure) {
        Optional<InvalidJsonValueException> refused = causes(failure, InvalidJsonValueException.class);
        if (refused.isPresent()) {
            return firstLine(refused.get().getOriginalMessage());
        }
        if (failure instanceof ValueInstantiationException
                && failure.getCause() instanceof IllegalArgumentException e) {
            return String.valueOf(e.getMessage());
        }
        if (failure instanceof InvalidNullException) {
            return "must be given, and must not be null";
        }
        if (failure instanceof MismatchedInputException mismatch) {
            String message = String.valueOf(mismatch.getOriginalMessage());
            if (message.startsWith("Null value for creator property") || message.startsWith("Cannot map `null`")) {
                return "must be given, and must not be null";
            }
            if (message.startsWith("Trailing token")) {
                return "must be one JSON value with nothing after it";
            }
            if (message.startsWith("No content to map")) {
                return "must be a JSON object, but is empty";
            }
            return form(mismatch.getTargetType())
                    + (failure instanceof InvalidFormatException format && !UNSHOWN.contains(format.getTargetType())
                            ? ", was \"" + shorten(format) + "\""
                            : "");
        }
        return "has a value that is not acceptable here";
    }

    private static String form(@Nullable Class<?> type) {
        if (type == null) {
            return "has a value of the wrong type";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "must be one of ", ""));
        }
        if (Collection.class.isAssignableFrom(type) || type.isArray() && type != byte[].class) {
            return "must be a list";
        }
        return FORMS.getOrDefault(type, "must be an object with the properties of the API's description");
    }

    private static String shorten(InvalidFormatException format) {
        String value = String.valueOf(format.getValue());
        return value.length() <= 60 ? value : value.substring(0, 60) + "…";
    }

    private static String place(@Nullable JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : "line " + location.getLineNr() + ", column " + location.getColumnNr() + ": ";
    }

    private static String path(List<JsonMappingException.Reference> references) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference reference : references) {
            if (reference.getFieldName() == null) {
                path.append('[').append(reference.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
            }
        }
        return path.toString();
    }

    /** Returns the path; a value that is read from a tree instead of a text may have no context. */
    private static String path(@Nullable JsonStreamContext context) {
        JsonStreamContext parent = context == null ? null : context.getParent();
        if (context == null || parent == null) {
            return "";
        }
        String before = path(parent);
        if (context.inArray()) {
            return before + (context.hasCurrentIndex() ? "[" + context.getCurrentIndex() + "]" : "");
        }
        String name = context.getCurrentName();
        return name == null ? before : before.isEmpty() ? name : before + "." + name;
    }

    /** Leaves out which of the reader's own settings would allow it: the sender cannot change them. */
    private static String withoutSettings(String message) {
        return SETTING.matcher(message).replaceAll("");
    }

    private static String firstLine(@Nullable String message) {
        return String.valueOf(message).lines().findFirst().orElse("");
    }

    private static <T extends Throwable> Optional<T> causes(Throwable failure, Class<T> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return Optional.of(type.cast(cause));
            }
        }
        return Optional.empty();
    }
}
