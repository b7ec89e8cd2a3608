package io.einvoicing.document;

import java.util.regex.Pattern;

/** Rules for a file's path inside a container; they keep a path inside its container on every kind of storage. */
public final class DocumentName {
    private static final Pattern ALLOWED =
            Pattern.compile("(?!\\.+(?:/|$))[A-Za-z0-9._-]+(?:/(?!\\.+(?:/|$))[A-Za-z0-9._-]+)*");

    private DocumentName() {}

    /**
     * Returns the name if every adapter can store it.
     *
     * @throws IllegalArgumentException if it has other characters, an empty segment, a segment of dots only or over 512 characters
     */
    public static String require(String name) {
        if (name.length() > 512 || !ALLOWED.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "file name must be segments of letters, digits, '.', '_' or '-' separated by '/', at most 512 characters, was \""
                            + name + "\"");
        }
        return name;
    }
}
