package io.einvoicing.http.api;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A feature as one file, to keep or to import elsewhere.
 *
 * @param format always {@value #FORMAT}
 * @param formatVersion always {@value #FORMAT_VERSION}
 * @param contentHash {@code sha256:} and the SHA-256 in hexadecimal digits of {@code feature} in canonical JSON: UTF-8, no white
 *     space, members in the order of their names, absent ones left out
 * @param feature the feature: {@code name}, {@code version} and {@code content}
 */
public record FeatureFile(String format, int formatVersion, String contentHash, JsonNode feature) {
    /** Name of the format. */
    public static final String FORMAT = "einvoicing-feature";

    /** Version of the format that this release writes, and the only one that it reads. */
    public static final int FORMAT_VERSION = 1;
}
