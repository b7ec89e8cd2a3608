package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureContent;
import java.time.Instant;
import java.util.Optional;

/**
 * Request to replace the content of a draft.
 *
 * @param effectiveFrom instant from which the version may serve at the earliest; absent = as it is
 * @param content the whole new content
 */
public record FeatureVersionEdit(Optional<Instant> effectiveFrom, FeatureContent content) {}
