package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureId;
import io.einvoicing.numbersequence.NumberSequence;
import io.einvoicing.numbersequence.NumberSequenceId;
import java.util.Optional;

/**
 * A number sequence of an environment.
 *
 * @param id the sequence
 * @param name unique in the environment and feature; actions refer to it
 * @param description for people
 * @param feature the only feature that draws from it; absent = all features
 * @param inUse whether values can be drawn
 * @param next the value of the next draw
 * @param drawn how many values were drawn; from the first on, next changes by draws only
 * @param revision one more at every edit, not at a draw; also the entity tag
 */
public record NumberSequenceView(
        NumberSequenceId id,
        String name,
        String description,
        Optional<FeatureId> feature,
        boolean inUse,
        long next,
        long drawn,
        long revision) {
    /** Shows a sequence. */
    public static NumberSequenceView of(NumberSequence sequence) {
        return new NumberSequenceView(
                sequence.id(),
                sequence.name(),
                sequence.description(),
                sequence.feature(),
                sequence.inUse(),
                sequence.next(),
                sequence.drawn(),
                sequence.revision());
    }
}
