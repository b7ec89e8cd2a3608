package io.einvoicing.feature;

import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.kernel.Finding;
import io.einvoicing.vault.VaultObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks what a feature version's content needs of a service environment: the secrets and certificates that its actions name, by
 * literal, constant or feature parameter. What a sender names can only be seen when a document comes.
 */
final class DeployCheck {
    private final ActionCatalog catalog;
    private final FeatureContent content;

    DeployCheck(ActionCatalog catalog, FeatureContent content) {
        this.catalog = catalog;
        this.content = content;
    }

    /** Returns what the settings do not declare, each with its place and the remedy. */
    List<Finding> findings(EnvironmentSettings settings) {
        List<Finding> findings = new ArrayList<>();
        for (int s = 0; s < content.setups().size(); s++) {
            FeatureSetup setup = content.setups().get(s);
            for (int a = 0; a < setup.actions().size(); a++) {
                Action action = setup.actions().get(a);
                String field = "setups[" + s + "].actions[" + a + "].parameters.";
                catalog.describe(action.type())
                        .map(ActionDescription::parameters)
                        .orElse(List.of())
                        .forEach(parameter -> named(setup, action, parameter)
                                .flatMap(name -> missing(settings, parameter, name, field + parameter.name()))
                                .ifPresent(findings::add));
            }
        }
        return findings;
    }

    /** Returns the text that a parameter has whatever document comes. */
    private Optional<String> named(FeatureSetup setup, Action action, ParameterDescription parameter) {
        ParameterValue value = action.parameters().get(parameter.name());
        if (value == null) {
            return parameter.defaultValue();
        }
        if (value instanceof ParameterValue.Literal literal) {
            return Optional.of(literal.text());
        }
        if (value instanceof ParameterValue.FromVariable reference) {
            Optional<Variable> variable = setup.variable(reference.variable());
            return variable.isPresent()
                    ? variable.filter(each -> each.kind() == Variable.Kind.CONSTANT)
                            .flatMap(Variable::value)
                    : content.parameter(reference.variable()).map(FeatureParameter::value);
        }
        return Optional.empty();
    }

    private static Optional<Finding> missing(
            EnvironmentSettings settings, ParameterDescription parameter, String name, String field) {
        return switch (parameter.type()) {
            case SECRET ->
                declares(settings, name, VaultObject.Type.SECRET)
                        ? Optional.empty()
                        : Optional.of(undeclared(field, "secret", name));
            case CERTIFICATE ->
                settings.certificateChain(name).isPresent() || declares(settings, name, VaultObject.Type.CERTIFICATE)
                        ? Optional.empty()
                        : Optional.of(undeclared(field, "certificate or certificate chain", name));
            default -> Optional.empty();
        };
    }

    private static boolean declares(EnvironmentSettings settings, String name, VaultObject.Type type) {
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
