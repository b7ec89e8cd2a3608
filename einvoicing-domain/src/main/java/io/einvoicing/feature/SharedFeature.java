package io.einvoicing.feature;

import java.util.List;

/**
 * A feature that another organization shares with the caller's.
 *
 * @param feature the feature
 * @param organization name of the organization that shares it
 * @param versions numbers of the versions that can be read and derived from, ascending; drafts are not among them
 */
public record SharedFeature(Feature feature, String organization, List<Integer> versions) {
    public SharedFeature {
        versions = List.copyOf(versions);
    }
}
