package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureReference;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.util.Optional;

/**
 * Request to create a feature.
 *
 * @param name unique in the tenant, at most 128 characters
 * @param base the version from which it is derived, whose content it takes over; absent = it begins empty
 */
public record NewFeature(String name, Optional<Base> base) {
    public NewFeature {
        Require.name("name", name);
    }

    /** Asks for a feature that is derived from nothing. */
    public NewFeature(String name) {
        this(name, Optional.empty());
    }

    /**
     * A version of a feature, of the own tenant or shared with it.
     *
     * @param tenant owner; absent = the own tenant
     * @param feature the feature
     * @param version number of the version, which must not be a draft
     */
    public record Base(Optional<TenantId> tenant, FeatureId feature, int version) {
        /** Returns the reference for a caller of the tenant. */
        public FeatureReference reference(TenantId own) {
            return new FeatureReference(tenant.orElse(own), feature, version);
        }
    }
}
