package io.einvoicing.usage;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import java.util.Optional;

/**
 * Confines a figure to one environment, one feature, or both.
 *
 * @param environment only what went through it; empty for all
 * @param feature only what it processed; empty for all
 */
public record UsageFilter(Optional<EnvironmentId> environment, Optional<FeatureId> feature) {
    /** Lets everything pass. */
    public static final UsageFilter NONE = new UsageFilter(Optional.empty(), Optional.empty());

    public boolean isNone() {
        return equals(NONE);
    }

    public boolean matches(EnvironmentId anEnvironment, FeatureId aFeature) {
        return environment.filter(each -> !each.equals(anEnvironment)).isEmpty()
                && feature.filter(each -> !each.equals(aFeature)).isEmpty();
    }
}
