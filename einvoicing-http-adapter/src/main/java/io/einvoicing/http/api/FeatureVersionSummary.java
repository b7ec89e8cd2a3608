package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureVersion;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A version of a feature without its content.
 *
 * @param number 1 for the first version
 * @param status whether it can be edited or deployed
 * @param revision one more at every change; also the entity tag
 * @param effectiveFrom instant from which it may serve at the earliest
 * @param baseVersion version of the base feature on which it stands; absent if the feature is derived from nothing
 * @param description what its content says about it
 */
public record FeatureVersionSummary(
        int number,
        FeatureVersion.Status status,
        long revision,
        Instant effectiveFrom,
        OptionalInt baseVersion,
        String description) {
    /** Shows a version. */
    public static FeatureVersionSummary of(FeatureVersion version) {
        return new FeatureVersionSummary(
                version.number(),
                version.status(),
                version.revision(),
                version.effectiveFrom(),
                version.baseVersion(),
                version.content().description());
    }
}
