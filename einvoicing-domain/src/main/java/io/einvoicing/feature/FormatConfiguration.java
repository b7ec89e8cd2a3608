package io.einvoicing.feature;

import io.einvoicing.kernel.Require;

/**
 * A transformation that travels inside a feature version, such as an XSLT 3.0 stylesheet.
 *
 * @param name unique in the feature version
 * @param version number of the text, from 1; the service raises it when a version of the feature changes the text. 0 = not
 *     numbered, which is taken as 1
 * @param description for people
 * @param content the stylesheet's text, at most 5,000,000 characters
 */
public record FormatConfiguration(String name, int version, String description, String content) {
    public FormatConfiguration {
        Require.name("name", name);
        Require.text("description", description, Require.TEXT_LENGTH);
        Require.text("content", content, 5_000_000);
        if (content.isBlank()) {
            throw new IllegalArgumentException("content must not be empty");
        }
        if (version < 0) {
            throw new IllegalArgumentException("version must be >= 0, was " + version);
        }
        version = Math.max(version, 1);
    }

    /** Creates a format configuration at version 1. */
    public FormatConfiguration(String name, String content) {
        this(name, 1, "", content);
    }

    /** Returns this format configuration under the number that its text deserves after the one before it. */
    FormatConfiguration numberedAfter(FormatConfiguration before) {
        int number = content.equals(before.content) ? before.version : Math.addExact(before.version, 1);
        return new FormatConfiguration(name, number, description, content);
    }

    @Override
    public String toString() {
        return "FormatConfiguration[" + name + " version " + version + ", " + content.length() + " characters]";
    }
}
