package io.einvoicing.http.api;

import io.einvoicing.environment.SettingsChange;
import java.util.List;

/**
 * How two versions of an environment's settings differ.
 *
 * @param from number of the snapshot before
 * @param to number of the snapshot after, or {@code draft}
 * @param changes in the order of the settings; none if the two are equal
 */
public record DifferencesView(String from, String to, List<SettingsChange> changes) {
    public DifferencesView {
        changes = List.copyOf(changes);
    }
}
