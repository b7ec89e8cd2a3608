package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.SharedFeature;
import io.einvoicing.kernel.TenantId;
import java.util.List;

/**
 * A feature that another organization shares with the own one.
 *
 * @param tenant the organization
 * @param organization its name
 * @param feature the feature
 * @param name name of the feature
 * @param versions numbers of the versions that can be read and derived from, ascending
 */
public record SharedFeatureView(
        TenantId tenant, String organization, FeatureId feature, String name, List<Integer> versions) {
    /** Shows a shared feature. */
    public static SharedFeatureView of(SharedFeature shared) {
        return new SharedFeatureView(
                shared.feature().tenant(),
                shared.organization(),
                shared.feature().id(),
                shared.feature().name(),
                shared.versions());
    }
}
