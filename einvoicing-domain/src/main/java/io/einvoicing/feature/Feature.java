package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;

/**
 * An electronic invoicing feature: a named series of versions.
 *
 * @param tenant owner
 * @param id the feature
 * @param name unique in the tenant
 * @param revision 1 at creation
 */
public record Feature(TenantId tenant, FeatureId id, String name, long revision) {
    public Feature {
        Require.name("feature name", name);
    }
}
