package io.einvoicing.http.api;

import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.Require;
import java.util.Optional;

/**
 * Request to add a copy of a feature setup to a draft.
 *
 * @param name name of the copy, unique in the draft
 * @param from the original
 */
public record SetupCopy(String name, Original from) {
    public SetupCopy {
        Require.name("name", name);
    }

    /**
     * The setup that is copied.
     *
     * @param setup its name
     * @param feature its feature, of the own tenant; absent = the draft's
     * @param version number of its version; absent = the draft's, or the latest of another feature
     */
    public record Original(String setup, Optional<FeatureId> feature, Optional<Integer> version) {
        public Original {
            Require.name("setup", setup);
        }
    }
}
