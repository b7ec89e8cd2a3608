package io.einvoicing.numbersequence;

import io.einvoicing.kernel.Require;
import java.util.UUID;

/** Identifies a number sequence; survives a change of its name. */
public record NumberSequenceId(UUID value) {
    /**
     * Reads a number sequence id from text.
     *
     * @throws IllegalArgumentException if the text is no UUID
     */
    public static NumberSequenceId parse(String text) {
        return new NumberSequenceId(Require.uuid("number sequence id", text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
