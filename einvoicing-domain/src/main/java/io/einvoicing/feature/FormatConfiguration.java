package io.einvoicing.feature;

import io.einvoicing.kernel.Require;

/**
 * A transformation that travels inside a feature version, such as an XSLT 3.0 stylesheet.
 *
 * @param name unique in the feature version
 * @param content the stylesheet's text, at most 5,000,000 characters
 */
public record FormatConfiguration(String name, String content) {
    public FormatConfiguration {
        Require.name("format configuration name", name);
        Require.text("format configuration \"" + name + "\"", content, 5_000_000);
        if (content.isBlank()) {
            throw new IllegalArgumentException("format configuration \"" + name + "\" must not be empty");
        }
    }

    @Override
    public String toString() {
        return "FormatConfiguration[" + name + ", " + content.length() + " characters]";
    }
}
