package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureMerge;
import io.einvoicing.kernel.Require;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Request to merge a version of the base feature into the next draft.
 *
 * @param baseVersion number of the base version
 * @param resolutions which side to take at each conflict; paths unique
 */
public record Rebase(int baseVersion, List<Resolution> resolutions) {
    public Rebase {
        resolutions = List.copyOf(resolutions);
        Require.distinct("resolutions", "path", resolutions, Resolution::path);
    }

    /**
     * How one conflict is resolved.
     *
     * @param path of the conflict, as the preview shows it
     * @param take whose version to take
     */
    public record Resolution(String path, FeatureMerge.Side take) {}

    /** Returns the side to take by path. */
    public Map<String, FeatureMerge.Side> sides() {
        return resolutions.stream().collect(Collectors.toMap(Resolution::path, Resolution::take));
    }
}
