package io.einvoicing.feature;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.port.Identifiers;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * Derives features from others and brings them up to a later version of their base. Thread-safe. Every operation needs the role
 * {@link Role#CONFIGURE}. A base is a feature of the caller's tenant, of any of its providers, or one that another organization
 * shares with the tenant.
 *
 * <p>A derived feature holds a copy of the content, so it stays as it is when its base changes, is deleted or no longer shared.
 */
public final class FeatureDerivation {
    /** How many features may stand on one another. */
    private static final int MAX_DEPTH = 32;

    private final FeatureRepository features;
    private final FeatureSharing sharing;
    private final ConfigurationProviders providers;
    private final FeatureAccess access;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public FeatureDerivation(
            FeatureRepository features,
            FeatureSharing sharing,
            ConfigurationProviders providers,
            Identifiers identifiers,
            InstantSource clock) {
        this.features = features;
        this.sharing = sharing;
        this.providers = providers;
        this.access = new FeatureAccess(features, providers, clock);
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * What a rebase would do.
     *
     * @param from version of the base on which the derived feature stands
     * @param to version of the base that would be merged
     * @param merge the merge without any resolution
     */
    public record Preview(int from, int to, FeatureMerge merge) {}

    /**
     * Creates a feature of the active provider whose version 1 is a draft with the content of a base version. A name that the tenant
     * has already is refused as DUPLICATE, a base version that is a draft as CONFLICT.
     */
    public Result<FeatureVersion> derive(Caller caller, String name, FeatureReference base) {
        return access.permitted(caller, () -> readable(caller, base, version -> create(caller, name, version)));
    }

    private Result<FeatureVersion> create(Caller caller, String name, FeatureVersion base) {
        Feature feature = new Feature(
                caller.tenant(),
                new FeatureId(identifiers.next()),
                name,
                providers.active(caller).id(),
                Optional.of(new Feature.Base(base.tenant(), base.feature(), base.featureName())),
                1);
        Optional<Refusal> endless = refuseEndless(feature);
        if (endless.isPresent()) {
            return Result.refused(endless.get());
        }
        FeatureVersion first =
                FeatureVersion.first(feature, base.content(), clock.instant(), OptionalInt.of(base.number()));
        return features.create(feature, first, access.stamp(caller, "feature.derive"))
                .toResult(first, feature.toString(), 1);
    }

    /** Follows the bases within the tenant: a feature must not stand on itself over any path. */
    private Optional<Refusal> refuseEndless(Feature derived) {
        Optional<Feature.Base> base = derived.base();
        for (int depth = 1; base.isPresent(); depth++) {
            if (base.get().feature().equals(derived.id()) || depth > MAX_DEPTH) {
                return Optional.of(Refusal.conflict(derived + " would be derived from itself or stand on more than "
                        + MAX_DEPTH + " others: derive it from a feature that is nearer to the first"));
            }
            base = features.find(base.get().tenant(), base.get().feature()).flatMap(Feature::base);
        }
        return Optional.empty();
    }

    /** Returns what merging a version of the base into the latest version would change, and where it conflicts. */
    public Result<Preview> preview(Caller caller, FeatureId feature, int baseVersion) {
        return access.onEditable(
                caller,
                feature,
                found -> merging(
                        caller,
                        found,
                        features.versions(caller.tenant(), feature),
                        baseVersion,
                        Map.of(),
                        Result::accepted));
    }

    /**
     * Creates the draft that follows the latest version, with a version of the base merged into its content. Refused as CONFLICT
     * with a finding for each unresolved conflict, and while there is a draft; as INVALID with a finding for each resolution of a
     * place without conflict.
     *
     * @param baseVersion number of the base version to merge
     * @param resolutions side to take, by path of the conflict
     */
    public Result<FeatureVersion> rebase(
            Caller caller, FeatureId feature, int baseVersion, Map<String, FeatureMerge.Side> resolutions) {
        return access.onCompleted(
                caller,
                feature,
                (found, versions) -> merging(
                        caller,
                        found,
                        versions,
                        baseVersion,
                        resolutions,
                        preview -> save(caller, versions, baseVersion, preview.merge())));
    }

    private Result<FeatureVersion> save(
            Caller caller, List<FeatureVersion> versions, int baseVersion, FeatureMerge merge) {
        if (!merge.unused().isEmpty()) {
            return Result.refused(Refusal.invalid(
                    "some resolutions are for places without conflict",
                    merge.unused().stream()
                            .map(path -> Finding.error(
                                    "resolutions",
                                    "there is no conflict at \"" + path + "\"",
                                    "ask for the conflicts again, and leave it out"))
                            .toList()));
        }
        if (!merge.conflicts().isEmpty()) {
            return Result.refused(Refusal.conflict(
                    "both the base and the derived feature changed the same things",
                    merge.conflicts().stream().map(FeatureDerivation::finding).toList()));
        }
        return access.saveNext(
                caller,
                versions,
                "feature.rebase",
                latest -> latest.next(merge.content(), OptionalInt.of(baseVersion)));
    }

    private <T> Result<T> merging(
            Caller caller,
            Feature feature,
            List<FeatureVersion> versions,
            int baseVersion,
            Map<String, FeatureMerge.Side> resolutions,
            Function<Preview, Result<T>> operation) {
        FeatureVersion latest = versions.get(versions.size() - 1);
        Optional<Feature.Base> base = feature.base();
        if (base.isEmpty() || latest.baseVersion().isEmpty()) {
            return Result.refused(
                    Refusal.conflict(feature + " is derived from no other feature, so it has no base to merge"));
        }
        int standsOn = latest.baseVersion().getAsInt();
        return readable(
                caller,
                base.get().version(standsOn),
                before -> readable(
                        caller,
                        base.get().version(baseVersion),
                        now -> operation.apply(new Preview(
                                standsOn,
                                baseVersion,
                                FeatureMerge.of(before.content(), latest.content(), now.content(), resolutions)))));
    }

    /** Goes on with a version that the caller may read and that can change no more. */
    private <T> Result<T> readable(
            Caller caller, FeatureReference reference, Function<FeatureVersion, Result<T>> operation) {
        if (!reference.tenant().equals(caller.tenant())) {
            return sharing.sharedVersion(caller, reference).fold(operation, Result::refused);
        }
        return access.onVersion(
                caller,
                reference.feature(),
                reference.version(),
                version -> version.status() == FeatureVersion.Status.DRAFT
                        ? Result.refused(Refusal.conflict(
                                version + " is a draft, which may still change: complete it before it is a base"))
                        : operation.apply(version));
    }

    private static Finding finding(FeatureMerge.Conflict conflict) {
        return Finding.error(
                conflict.path(),
                "base: " + conflict.base().orElse("nothing") + "; mine: "
                        + conflict.mine().orElse("nothing") + "; theirs: "
                        + conflict.theirs().orElse("nothing"),
                "send a resolution of this path that takes MINE or THEIRS");
    }
}
