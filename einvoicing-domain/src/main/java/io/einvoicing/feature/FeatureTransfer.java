package io.einvoicing.feature;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Takes features out of a tenant and into another one, or back. Thread-safe. Every operation needs the role {@link Role#CONFIGURE}.
 * How an exported feature looks as a file is the business of an adapter.
 */
public final class FeatureTransfer {
    private final FeatureRepository features;
    private final ConfigurationProviders providers;
    private final FeatureAccess access;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public FeatureTransfer(
            FeatureRepository features,
            ConfigurationProviders providers,
            Identifiers identifiers,
            InstantSource clock) {
        this.features = features;
        this.providers = providers;
        this.access = new FeatureAccess(features, providers, clock);
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * A feature outside of any tenant.
     *
     * @param name what it was called
     * @param version number of the version that was exported
     * @param content all of that version's content
     */
    public record Exported(String name, int version, FeatureContent content) {
        public Exported {
            Require.name("name", name);
        }
    }

    /** Returns a version of any status as it is taken along. */
    public Result<Exported> export(Caller caller, FeatureId feature, int number) {
        return access.onVersion(
                caller,
                feature,
                number,
                version -> Result.accepted(new Exported(version.featureName(), number, version.content())));
    }

    /**
     * Creates a feature of the active provider from an exported one; its version 1 is a draft. It stands alone, whatever it was
     * derived from. All of it is stored or nothing.
     *
     * @param name name of the new feature; empty = as exported. One that the tenant has already is refused as DUPLICATE
     */
    public Result<FeatureVersion> importAs(Caller caller, Optional<String> name, Exported exported) {
        return access.permitted(caller, () -> {
            Feature feature = new Feature(
                    caller.tenant(),
                    new FeatureId(identifiers.next()),
                    name.orElse(exported.name()),
                    providers.active(caller).id(),
                    Optional.empty(),
                    1);
            FeatureVersion first = FeatureVersion.first(feature, exported.content(), clock.instant());
            return features.create(feature, first, access.stamp(caller, "feature.import"))
                    .toResult(first, feature.toString(), 1);
        });
    }
}
