package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.Require;
import io.einvoicing.numbersequence.NumberSequence;
import java.util.Optional;

/**
 * Request to create a number sequence.
 *
 * @param name unique in the environment and feature, at most 128 characters; actions refer to it
 * @param description for people
 * @param feature the only feature that draws from it; none = all features
 * @param first the value of the first draw, 0 to 999999999999999; 1 unless given
 * @param inUse whether values can be drawn; true unless given
 */
public record NewNumberSequence(
        String name, String description, Optional<FeatureId> feature, Optional<Long> first, Optional<Boolean> inUse) {
    public NewNumberSequence {
        Require.name("name", name);
        Require.text("description", description, Require.TEXT_LENGTH);
        first.ifPresent(value -> NumberSequence.requireFirst("first", value));
    }
}
