package io.einvoicing.document;

/** Rules for a file's path inside a container; they keep a path inside its container on every kind of storage. */
public final class DocumentName {
    private static final int MAX_LENGTH = 512;

    private DocumentName() {}

    /**
     * Returns the name if every adapter can store it.
     *
     * @throws IllegalArgumentException if it has other characters, an empty segment, a segment of dots only or over 512 characters
     */
    public static String require(String name) {
        if (!isAllowed(name)) {
            throw new IllegalArgumentException(
                    "file name must be segments of letters, digits, '.', '_' or '-' separated by '/', at most 512 characters, was \""
                            + name + "\"");
        }
        return name;
    }

    /** Reads the name once, without a regular expression: it is checked for every file of every flow. */
    private static boolean isAllowed(String name) {
        boolean segmentNamesSomething = false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/') {
                if (!segmentNamesSomething) {
                    return false;
                }
                segmentNamesSomething = false;
            } else if (c != '.') {
                boolean plain =
                        c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c == '-' || c == '_';
                if (!plain) {
                    return false;
                }
                segmentNamesSomething = true;
            }
        }
        return segmentNamesSomething && name.length() <= MAX_LENGTH;
    }
}
