package io.einvoicing.feature;

import io.einvoicing.kernel.Require;
import java.util.List;
import java.util.Optional;

/**
 * Everything of a feature version that only a draft may change.
 *
 * @param description for people
 * @param setups names unique
 * @param formatConfigurations names unique
 */
public record FeatureContent(
        String description, List<FeatureSetup> setups, List<FormatConfiguration> formatConfigurations) {
    /** Content of a new feature. */
    public static final FeatureContent EMPTY = new FeatureContent("", List.of(), List.of());

    public FeatureContent {
        Require.text("feature version description", description, Require.TEXT_LENGTH);
        setups = List.copyOf(setups);
        formatConfigurations = List.copyOf(formatConfigurations);
        Require.distinct("feature setup name", setups, FeatureSetup::name);
        Require.distinct("format configuration name", formatConfigurations, FormatConfiguration::name);
    }

    public Optional<FeatureSetup> setup(String name) {
        return setups.stream().filter(setup -> setup.name().equals(name)).findFirst();
    }

    public Optional<FormatConfiguration> formatConfiguration(String name) {
        return formatConfigurations.stream()
                .filter(format -> format.name().equals(name))
                .findFirst();
    }
}
