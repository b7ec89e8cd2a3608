package io.einvoicing.numbersequence;

import io.einvoicing.kernel.Require;
import java.util.Optional;

/**
 * What of a number sequence can be changed.
 *
 * @param name unique in the environment and feature; actions refer to it
 * @param description for people
 * @param inUse whether values can be drawn
 * @param next the value of the next draw, which can change before the first draw only; empty = as it is
 */
public record NumberSequenceEdit(String name, String description, boolean inUse, Optional<Long> next) {
    public NumberSequenceEdit {
        Require.name("name", name);
        Require.text("description", description, Require.TEXT_LENGTH);
        next.ifPresent(value -> NumberSequence.requireFirst("next", value));
    }
}
