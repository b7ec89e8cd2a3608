package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.UUID;

/** Identifies a feature; survives a change of its name. */
public record FeatureId(UUID value) {
    /**
     * Reads a feature id from text.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static FeatureId parse(String text) {
        return new FeatureId(Require.uuid("feature id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
