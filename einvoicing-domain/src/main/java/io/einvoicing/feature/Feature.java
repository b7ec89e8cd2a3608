package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.util.Optional;

/**
 * An electronic invoicing feature: a named series of versions.
 *
 * @param tenant owner
 * @param id the feature
 * @param name unique in the tenant
 * @param provider in whose name it is configured
 * @param base the feature from which it is derived; never changes
 * @param revision 1 at creation
 */
public record Feature(
        TenantId tenant, FeatureId id, String name, ProviderId provider, Optional<Base> base, long revision) {
    public Feature {
        Require.name("feature name", name);
        base.filter(origin -> origin.tenant().equals(tenant) && origin.feature().equals(id))
                .ifPresent(itself -> {
                    throw new IllegalArgumentException("feature \"" + name + "\" must not be derived from itself");
                });
    }

    /**
     * The feature from which another is derived; each version of the derived feature says from which version.
     *
     * @param tenant owner, which may be another organization that shares it
     * @param feature the feature
     * @param name its name when it was derived from
     */
    public record Base(TenantId tenant, FeatureId feature, String name) {
        /** Returns the reference to one of its versions. */
        FeatureReference version(int number) {
            return new FeatureReference(tenant, feature, number);
        }
    }

    @Override
    public String toString() {
        return "feature \"" + name + "\"";
    }
}
