package io.einvoicing.feature;

import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.kernel.Finding;
import io.einvoicing.vault.VaultObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Checks what a feature version needs of a service environment: the secrets, certificates and number sequences that its actions
 * name, by literal, constant or feature parameter. What a sender names can only be seen when a document comes.
 */
final class DeployCheck {
    private final ActionCatalog catalog;
    private final EnvironmentSettings settings;
    private final Predicate<String> hasSequence;

    /**
     * @param settings of the published environment
     * @param hasSequence tells whether the environment has a number sequence of a name for the feature
     */
    DeployCheck(ActionCatalog catalog, EnvironmentSettings settings, Predicate<String> hasSequence) {
        this.catalog = catalog;
        this.settings = settings;
        this.hasSequence = hasSequence;
    }

    /** Returns what the environment does not have, each with its place and the remedy. */
    List<Finding> findings(FeatureContent content) {
        List<Finding> findings = new ArrayList<>();
        for (int s = 0; s < content.setups().size(); s++) {
            FeatureSetup setup = content.setups().get(s);
            check(content, setup, setup.actions(), "setups[" + s + "].actions", findings);
            check(content, setup, setup.channelActions(), "setups[" + s + "].channelActions", findings);
        }
        return findings;
    }

    private void check(
            FeatureContent content, FeatureSetup setup, List<Action> actions, String place, List<Finding> findings) {
        for (int a = 0; a < actions.size(); a++) {
            Action action = actions.get(a);
            String field = place + "[" + a + "].parameters.";
            catalog.describe(action.type())
                    .map(ActionDescription::parameters)
                    .orElse(List.of())
                    .forEach(parameter -> content.fixedText(setup, action, parameter)
                            .flatMap(name -> missing(parameter, name, field + parameter.name()))
                            .ifPresent(findings::add));
        }
    }

    private Optional<Finding> missing(ParameterDescription parameter, String name, String field) {
        return switch (parameter.type()) {
            case SECRET ->
                declares(name, VaultObject.Type.SECRET)
                        ? Optional.empty()
                        : Optional.of(undeclared(field, "secret", name));
            case CERTIFICATE ->
                settings.certificateChain(name).isPresent() || declares(name, VaultObject.Type.CERTIFICATE)
                        ? Optional.empty()
                        : Optional.of(undeclared(field, "certificate or certificate chain", name));
            case NUMBER_SEQUENCE ->
                hasSequence.test(name)
                        ? Optional.empty()
                        : Optional.of(Finding.error(
                                field,
                                "the environment has no number sequence \"" + name + "\" for the feature",
                                "create it in the environment, which needs no publication, or name another"));
            default -> Optional.empty();
        };
    }

    private boolean declares(String name, VaultObject.Type type) {
        return settings.boundVault().stream()
                .flatMap(vault -> vault.objects().stream())
                .anyMatch(object -> object.name().equals(name) && object.type() == type);
    }

    private static Finding undeclared(String field, String what, String name) {
        return Finding.error(
                field,
                "the published environment declares no " + what + " \"" + name + "\"",
                "declare it in the key vault that holds the storage secret and publish the environment, or name another");
    }
}
