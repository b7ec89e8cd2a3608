package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureId;

/**
 * Request to write a version's application setups to a connected application.
 *
 * @param feature the feature
 * @param version number of a completed version
 */
public record NewSetupDeployment(FeatureId feature, int version) {}
