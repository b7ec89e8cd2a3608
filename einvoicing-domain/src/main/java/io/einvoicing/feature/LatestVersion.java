package io.einvoicing.feature;

import java.util.OptionalInt;

/**
 * What a list of features tells about the latest version of one.
 *
 * @param feature the feature
 * @param number of its latest version
 * @param status of that version
 * @param baseVersion the version of the base feature on which that version stands
 */
public record LatestVersion(FeatureId feature, int number, FeatureVersion.Status status, OptionalInt baseVersion) {}
