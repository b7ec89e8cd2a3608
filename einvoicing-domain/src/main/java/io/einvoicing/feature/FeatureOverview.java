package io.einvoicing.feature;

/**
 * A feature as a list shows it.
 *
 * @param feature the feature
 * @param provider in whose name it is configured; it can be edited while that provider is active
 * @param latest its latest version
 */
public record FeatureOverview(Feature feature, ConfigurationProvider provider, LatestVersion latest) {
    /** Tells whether the feature's drafts can be edited and versions be added. */
    public boolean editable() {
        return provider.active();
    }
}
