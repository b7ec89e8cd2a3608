package io.einvoicing.http.api;

import io.einvoicing.feature.ContentChange;
import io.einvoicing.feature.FeatureDerivation;
import io.einvoicing.feature.FeatureMerge;
import java.util.List;

/**
 * What a rebase would do.
 *
 * @param from version of the base on which the latest version stands
 * @param to version of the base that would be merged
 * @param changes what would change in the latest version; at a conflict, nothing
 * @param conflicts where both sides changed the same thing differently: each needs a resolution
 */
public record RebasePreview(int from, int to, List<ContentChange> changes, List<FeatureMerge.Conflict> conflicts) {
    /** Shows a preview. */
    public static RebasePreview of(FeatureDerivation.Preview preview) {
        return new RebasePreview(
                preview.from(),
                preview.to(),
                preview.merge().changes(),
                preview.merge().conflicts());
    }
}
