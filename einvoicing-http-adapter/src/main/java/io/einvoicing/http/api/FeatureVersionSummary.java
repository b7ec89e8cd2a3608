package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureVersion;
import java.time.Instant;

/**
 * A version of a feature without its content.
 *
 * @param number 1 for the first version
 * @param status whether it can be edited or deployed
 * @param revision one more at every change; also the entity tag
 * @param effectiveFrom instant from which it may serve at the earliest
 */
public record FeatureVersionSummary(int number, FeatureVersion.Status status, long revision, Instant effectiveFrom) {
    /** Shows a version. */
    public static FeatureVersionSummary of(FeatureVersion version) {
        return new FeatureVersionSummary(
                version.number(), version.status(), version.revision(), version.effectiveFrom());
    }
}
