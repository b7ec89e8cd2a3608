package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureId;
import java.util.Optional;

/**
 * Asks for a run of an export channel.
 *
 * @param environment name of the environment; compares exactly
 * @param feature the feature
 * @param setup name of its setup, an EXPORT_CHANNEL_AND_PIPELINE
 * @param most send at most so many documents, 1 to 1,000; 1,000 if absent
 */
public record NewChannelRun(String environment, FeatureId feature, String setup, Optional<Integer> most) {}
