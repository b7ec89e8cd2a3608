package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureId;
import java.time.Instant;
import java.util.Optional;

/**
 * Request to deploy a feature version to an environment.
 *
 * @param feature the feature
 * @param version number of a version that is completed
 * @param effectiveFrom instant from which it serves; absent = at once
 */
public record NewDeployment(FeatureId feature, int version, Optional<Instant> effectiveFrom) {}
