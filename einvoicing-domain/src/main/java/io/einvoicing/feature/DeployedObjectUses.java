package io.einvoicing.feature;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ObjectUse;
import io.einvoicing.environment.port.DeployedFeatures;
import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.VaultObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads from the deployed feature versions which secrets, certificates and number sequences of the environment their actions name.
 * Thread-safe.
 */
public final class DeployedObjectUses implements DeployedFeatures {
    private final FeatureRepository features;
    private final ActionCatalog catalog;

    public DeployedObjectUses(FeatureRepository features, ActionCatalog catalog) {
        this.features = features;
        this.catalog = catalog;
    }

    @Override
    public List<ObjectUse> uses(TenantId tenant, EnvironmentId environment) {
        return named(tenant, environment)
                .flatMap(named -> objectType(named.parameter())
                        .map(type -> new ObjectUse(
                                named.version().featureName(),
                                named.version().number(),
                                named.setup().name(),
                                named.action().name(),
                                named.parameter().name(),
                                type,
                                named.text()))
                        .stream())
                .distinct()
                .toList();
    }

    /** Returns every number sequence that a standing deployment names, as {@link #uses} does for secrets and certificates. */
    public List<SequenceUse> sequences(TenantId tenant, EnvironmentId environment) {
        return named(tenant, environment)
                .filter(named -> named.parameter().type() == ParameterDescription.Type.NUMBER_SEQUENCE)
                .map(named -> new SequenceUse(
                        named.version().feature(),
                        named.version().toString(),
                        "action \"" + named.action().name() + "\" of setup \""
                                + named.setup().name() + "\"",
                        named.text()))
                .distinct()
                .toList();
    }

    /** A text that the deployed version itself gives a parameter. */
    private record Named(
            FeatureVersion version, FeatureSetup setup, Action action, ParameterDescription parameter, String text) {}

    private Stream<Named> named(TenantId tenant, EnvironmentId environment) {
        return features.deployments(tenant, environment).stream()
                .filter(deployment -> deployment.canceledAt().isEmpty())
                .flatMap(
                        deployment -> features.findVersion(tenant, deployment.feature(), deployment.version()).stream())
                .flatMap(version -> version.content().setups().stream()
                        .flatMap(
                                setup -> setup.allActions().stream().flatMap(action -> named(version, setup, action))));
    }

    private Stream<Named> named(FeatureVersion version, FeatureSetup setup, Action action) {
        return catalog.describe(action.type()).map(ActionDescription::parameters).orElse(List.of()).stream()
                .flatMap(parameter -> version
                        .content()
                        .fixedText(setup, action, parameter)
                        .map(text -> new Named(version, setup, action, parameter, text))
                        .stream());
    }

    private static Optional<VaultObject.Type> objectType(ParameterDescription parameter) {
        return switch (parameter.type()) {
            case CERTIFICATE -> Optional.of(VaultObject.Type.CERTIFICATE);
            case SECRET -> Optional.of(VaultObject.Type.SECRET);
            default -> Optional.empty();
        };
    }
}
