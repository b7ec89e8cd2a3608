package io.einvoicing.feature;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.ObjectUse;
import io.einvoicing.environment.port.DeployedFeatures;
import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.VaultObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads from the deployed feature versions which secrets and certificates of the environment their actions name. Thread-safe. */
public final class DeployedObjectUses implements DeployedFeatures {
    private final FeatureRepository features;
    private final ActionCatalog catalog;

    public DeployedObjectUses(FeatureRepository features, ActionCatalog catalog) {
        this.features = features;
        this.catalog = catalog;
    }

    @Override
    public List<ObjectUse> uses(TenantId tenant, EnvironmentId environment) {
        return features.deployments(tenant, environment).stream()
                .filter(deployment -> deployment.canceledAt().isEmpty())
                .flatMap(
                        deployment -> features.findVersion(tenant, deployment.feature(), deployment.version()).stream())
                .flatMap(this::uses)
                .distinct()
                .toList();
    }

    private Stream<ObjectUse> uses(FeatureVersion version) {
        List<ObjectUse> uses = new ArrayList<>();
        for (FeatureSetup setup : version.content().setups()) {
            for (Action action : setup.actions()) {
                for (ParameterDescription parameter : catalog.describe(action.type())
                        .map(ActionDescription::parameters)
                        .orElse(List.of())) {
                    objectType(parameter)
                            .flatMap(type -> version.content()
                                    .fixedText(setup, action, parameter)
                                    .map(name -> new ObjectUse(
                                            version.featureName(),
                                            version.number(),
                                            setup.name(),
                                            action.name(),
                                            parameter.name(),
                                            type,
                                            name)))
                            .ifPresent(uses::add);
                }
            }
        }
        return uses.stream();
    }

    private static Optional<VaultObject.Type> objectType(ParameterDescription parameter) {
        return switch (parameter.type()) {
            case CERTIFICATE -> Optional.of(VaultObject.Type.CERTIFICATE);
            case SECRET -> Optional.of(VaultObject.Type.SECRET);
            default -> Optional.empty();
        };
    }
}
