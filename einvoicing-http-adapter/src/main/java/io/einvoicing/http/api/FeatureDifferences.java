package io.einvoicing.http.api;

import io.einvoicing.feature.ContentChange;
import java.util.List;

/**
 * What differs between two versions of a feature.
 *
 * @param from number of the version before
 * @param to number of the version after
 * @param changes every difference
 */
public record FeatureDifferences(int from, int to, List<ContentChange> changes) {}
