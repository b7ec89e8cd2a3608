package io.einvoicing.connectedapp;

import io.einvoicing.kernel.Require;
import java.util.UUID;

/** Identifies a connected application; survives a change of its name. */
public record ConnectedApplicationId(UUID value) {
    /**
     * Reads a connected application id from text.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static ConnectedApplicationId parse(String text) {
        return new ConnectedApplicationId(Require.uuid("connected application id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
