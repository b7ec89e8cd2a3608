package io.einvoicing.document;

import java.util.Arrays;

/**
 * A file's bytes with their media type. The bytes are shared, not copied: do not change them.
 *
 * @param mediaType such as {@code application/json}
 * @param bytes the content
 */
public record DocumentContent(String mediaType, byte[] bytes) {
    /** Tells whether the media type is XML: {@code application/xml}, {@code text/xml} or {@code …+xml}. */
    public boolean isXml() {
        String essence = mediaType.split(";", 2)[0].strip();
        return essence.equalsIgnoreCase("application/xml")
                || essence.equalsIgnoreCase("text/xml")
                || essence.regionMatches(true, essence.length() - 4, "+xml", 0, 4);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DocumentContent content
                && content.mediaType.equals(mediaType)
                && Arrays.equals(content.bytes, bytes);
    }

    @Override
    public int hashCode() {
        return 31 * mediaType.hashCode() + Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return mediaType + ", " + bytes.length + " bytes";
    }
}
