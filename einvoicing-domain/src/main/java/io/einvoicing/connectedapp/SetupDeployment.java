package io.einvoicing.connectedapp;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A feature version's application setups as they were written to a connected application: what became of each setting.
 *
 * @param tenant owner
 * @param id the deployment
 * @param application where
 * @param feature what
 * @param version which version
 * @param at instant of the command
 * @param by object id of who commanded it
 * @param byName for people
 * @param settings every setting, in the order of the version's setups
 */
public record SetupDeployment(
        TenantId tenant,
        UUID id,
        ConnectedApplicationId application,
        FeatureId feature,
        int version,
        Instant at,
        PrincipalId by,
        String byName,
        List<Setting> settings) {
    public SetupDeployment {
        settings = List.copyOf(settings);
    }

    /** Tells whether every setting is now as the version says. */
    public boolean succeeded() {
        return settings.stream().noneMatch(setting -> setting.outcome() == Outcome.FAILED);
    }

    /** What became of a setting. */
    public enum Outcome {
        /** It was not there. */
        CREATED,
        /** It was another. */
        CHANGED,
        /** It was there already; nothing was written. */
        UNCHANGED,
        /** It is not known to be as the version says; repeat the deployment. */
        FAILED
    }

    /**
     * One setting.
     *
     * @param setup the application setup that it belongs to
     * @param name {@code modelMapping}, or {@code responseTypes[…]} with the response type's name
     * @param outcome what became of it
     * @param before its value in the application before; empty if it was not there, or could not be read
     * @param after the value that the version gives it
     * @param problem why it failed, for people
     */
    public record Setting(
            ApplicationSetup.Key setup,
            String name,
            Outcome outcome,
            Optional<String> before,
            Optional<String> after,
            Optional<String> problem) {}
}
