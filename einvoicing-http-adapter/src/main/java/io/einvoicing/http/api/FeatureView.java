package io.einvoicing.http.api;

import io.einvoicing.feature.ConfigurationProvider;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureOverview;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.kernel.TenantId;
import java.util.Optional;

/**
 * A feature; its content is in its versions.
 *
 * @param id the feature
 * @param name unique in the tenant
 * @param provider in whose name it is configured
 * @param editable whether that provider is the active one, so that the feature can be changed
 * @param base the feature from which it is derived
 * @param latestVersion number of its latest version
 * @param latestStatus status of that version
 */
public record FeatureView(
        FeatureId id,
        String name,
        Provider provider,
        boolean editable,
        Optional<Base> base,
        int latestVersion,
        FeatureVersion.Status latestStatus) {
    /**
     * A configuration provider.
     *
     * @param id the provider
     * @param name unique in the tenant
     */
    public record Provider(ProviderId id, String name) {
        static Provider of(ConfigurationProvider provider) {
            return new Provider(provider.id(), provider.name());
        }
    }

    /**
     * The feature from which another is derived.
     *
     * @param tenant its owner
     * @param feature its id
     * @param name its name when it was derived from
     * @param version number of the version on which the latest version stands
     */
    public record Base(TenantId tenant, FeatureId feature, String name, int version) {}

    /** Shows a feature. */
    public static FeatureView of(FeatureOverview overview) {
        Feature feature = overview.feature();
        return new FeatureView(
                feature.id(),
                feature.name(),
                Provider.of(overview.provider()),
                overview.editable(),
                feature.base()
                        .map(base -> new Base(
                                base.tenant(),
                                base.feature(),
                                base.name(),
                                overview.latest().baseVersion().orElseThrow())),
                overview.latest().number(),
                overview.latest().status());
    }
}
