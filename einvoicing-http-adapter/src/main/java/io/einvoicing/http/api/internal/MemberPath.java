package io.einvoicing.http.api.internal;

import io.einvoicing.kernel.Require;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the member that a domain's message is about: the message begins with its path, see {@link Require}. */
final class MemberPath {
    private static final Pattern LEADING =
            Pattern.compile("([a-z][A-Za-z]*)(?:\\[\\d+]|\\.[a-z][A-Za-z]*)*(?= must |: | and [a-z]+ must )");

    private MemberPath() {}

    /** Returns the member, as in "users[2].email must not be empty"; empty if the message names none. */
    static String in(String message) {
        Matcher path = LEADING.matcher(message);
        return path.lookingAt() ? path.group() : "";
    }

    /** Returns the member if it is one of the record; else empty. */
    static String in(String message, Class<?> type) {
        Matcher path = LEADING.matcher(message);
        return type.isRecord()
                        && path.lookingAt()
                        && Arrays.stream(type.getRecordComponents())
                                .map(RecordComponent::getName)
                                .anyMatch(path.group(1)::equals)
                ? path.group()
                : "";
    }
}
