package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureContent;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * A version of a feature.
 *
 * @param feature the feature
 * @param featureName its name
 * @param number 1 for the first version
 * @param status whether it can be edited or deployed
 * @param revision one more at every change; also the entity tag
 * @param effectiveFrom instant from which it may serve at the earliest
 * @param baseVersion version of the base feature on which it stands; absent if the feature is derived from nothing
 * @param content parameters, setups with their pipelines, format configurations and application setups
 */
public record FeatureVersionView(
        FeatureId feature,
        String featureName,
        int number,
        FeatureVersion.Status status,
        long revision,
        Instant effectiveFrom,
        OptionalInt baseVersion,
        FeatureContent content) {
    /** Shows a version. */
    public static FeatureVersionView of(FeatureVersion version) {
        return new FeatureVersionView(
                version.feature(),
                version.featureName(),
                version.number(),
                version.status(),
                version.revision(),
                version.effectiveFrom(),
                version.baseVersion(),
                version.content());
    }
}
