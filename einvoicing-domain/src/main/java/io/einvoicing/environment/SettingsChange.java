package io.einvoicing.environment;

import java.util.List;
import java.util.Optional;

/**
 * One difference between two versions of an environment's settings.
 *
 * @param path where, such as {@code keyVaults[Main].objects[storage-sas].type}; entries of a list by their name or id
 * @param kind what happened there
 * @param before the value before; empty if ADDED
 * @param after the value after; empty if REMOVED
 */
public record SettingsChange(String path, Kind kind, Optional<String> before, Optional<String> after) {
    /** What happened to a value. */
    public enum Kind {
        ADDED,
        REMOVED,
        CHANGED
    }

    /**
     * Returns every difference, in the order of the settings; none exactly if the two are equal. An entry that only one side has is
     * told by each of its values; another order of the entries that both sides have is one difference.
     */
    public static List<SettingsChange> between(EnvironmentSettings before, EnvironmentSettings after) {
        return SettingsComparison.of(before, after);
    }
}
