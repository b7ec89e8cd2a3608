package io.einvoicing.http.api;

import io.einvoicing.connectedapp.SetupDeployment;
import io.einvoicing.feature.FeatureId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What was written to a connected application.
 *
 * @param id the deployment
 * @param feature the feature
 * @param version number of its version
 * @param at instant of the command
 * @param by who commanded it
 * @param settings what became of each setting, in the order of the version's setups
 */
public record SetupDeploymentView(
        UUID id, FeatureId feature, int version, Instant at, Named by, List<Setting> settings) {
    public SetupDeploymentView {
        settings = List.copyOf(settings);
    }

    /**
     * One setting in the application.
     *
     * @param table table of the application setup
     * @param documentContext document context of the application setup
     * @param setting {@code modelMapping}, or {@code responseTypes[…]} with the response type's name
     * @param outcome what became of it; FAILED = not known to be as the version says: repeat the deployment
     * @param before its value before, for people; absent if it was not there, or could not be read
     * @param after the value that the version gives it, for people
     * @param problem why it failed, with the remedy
     */
    public record Setting(
            String table,
            String documentContext,
            String setting,
            SetupDeployment.Outcome outcome,
            Optional<String> before,
            Optional<String> after,
            Optional<String> problem) {
        static Setting of(SetupDeployment.Setting setting) {
            return new Setting(
                    setting.setup().tableName(),
                    setting.setup().documentContext(),
                    setting.name(),
                    setting.outcome(),
                    setting.before(),
                    setting.after(),
                    setting.problem());
        }
    }

    /** Shows a deployment. */
    public static SetupDeploymentView of(SetupDeployment deployment) {
        return new SetupDeploymentView(
                deployment.id(),
                deployment.feature(),
                deployment.version(),
                deployment.at(),
                new Named(deployment.by().value(), deployment.byName()),
                deployment.settings().stream().map(Setting::of).toList());
    }
}
