package io.einvoicing.http.api;

import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureId;

/**
 * A feature; its content is in its versions.
 *
 * @param id the feature
 * @param name unique in the tenant
 */
public record FeatureView(FeatureId id, String name) {
    /** Shows a feature. */
    public static FeatureView of(Feature feature) {
        return new FeatureView(feature.id(), feature.name());
    }
}
