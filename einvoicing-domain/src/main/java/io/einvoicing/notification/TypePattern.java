package io.einvoicing.notification;

import io.einvoicing.kernel.Require;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Chooses notifications by their type.
 *
 * @param value one type such as {@code usage.threshold-reached}, all that begin alike such as {@code usage.*}, or {@code *} for all
 */
public record TypePattern(String value) {
    /** Longest type or pattern, in characters. */
    public static final int MAX_LENGTH = 100;

    private static final String WORD = "[a-z][a-z0-9-]*";
    private static final Pattern TYPE = Pattern.compile(WORD + "(\\." + WORD + ")+");
    private static final Pattern PREFIX = Pattern.compile(WORD + "(\\." + WORD + ")*\\.\\*");

    public TypePattern {
        Require.line("type", value, MAX_LENGTH);
        if (!value.equals("*")
                && !PREFIX.matcher(value).matches()
                && !TYPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "type must be one such as usage.threshold-reached, a group such as usage.*, or *, was \"" + value
                            + "\"");
        }
    }

    /** Tells whether notifications of the type are chosen. */
    public boolean matches(String type) {
        return matching(type).contains(this);
    }

    /** Returns every pattern that chooses notifications of the type; there are as many as the type has words, and one more. */
    public static Set<TypePattern> matching(String type) {
        requireType(type);
        Set<TypePattern> patterns = new HashSet<>(Set.of(new TypePattern("*"), new TypePattern(type)));
        for (int dot = type.indexOf('.'); dot > 0; dot = type.indexOf('.', dot + 1)) {
            patterns.add(new TypePattern(type.substring(0, dot) + ".*"));
        }
        return patterns;
    }

    static void requireType(String type) {
        // Two characters shorter than a pattern, so that its group fits too.
        Require.line("notification type", type, MAX_LENGTH - 2);
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException(
                    "notification type must be lower-case words joined by dots such as usage.threshold-reached, was \""
                            + type + "\"");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
