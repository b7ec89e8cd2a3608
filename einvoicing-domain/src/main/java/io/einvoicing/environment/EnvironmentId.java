package io.einvoicing.environment;

import io.einvoicing.kernel.Require;
import java.util.UUID;

/** Identifies a service environment; survives a change of its name. */
public record EnvironmentId(UUID value) {
    /**
     * Reads an environment id from text.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static EnvironmentId parse(String text) {
        return new EnvironmentId(Require.uuid("environment id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
