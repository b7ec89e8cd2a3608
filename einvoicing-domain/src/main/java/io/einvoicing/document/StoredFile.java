package io.einvoicing.document;

import java.util.Locale;

/**
 * Points at a file in the customer's container.
 *
 * @param name path inside the container
 * @param mediaType such as {@code application/xml}
 * @param size in bytes
 * @param sha256 digest of the content in lower-case hexadecimal digits
 */
public record StoredFile(String name, String mediaType, long size, String sha256) {
    public StoredFile {
        if (size < 0) {
            throw new IllegalArgumentException("file size must be >= 0, was " + size);
        }
        if (sha256.length() != 64 || !sha256.equals(sha256.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("file digest must be 64 lower-case hexadecimal digits, was " + sha256);
        }
    }
}
