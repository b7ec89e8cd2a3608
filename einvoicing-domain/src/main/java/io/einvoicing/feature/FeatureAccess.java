package io.einvoicing.feature;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.SaveResult;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** What the use cases of features share: the caller's role, what the caller names, and whether it may be changed. Thread-safe. */
final class FeatureAccess {
    private final FeatureRepository features;
    private final ConfigurationProviders providers;
    private final InstantSource clock;

    FeatureAccess(FeatureRepository features, ConfigurationProviders providers, InstantSource clock) {
        this.features = features;
        this.providers = providers;
        this.clock = clock;
    }

    <T> Result<T> permitted(Caller caller, Supplier<Result<T>> operation) {
        return caller.lacks(Role.CONFIGURE).<Result<T>>map(Result::refused).orElseGet(operation);
    }

    /** Goes on with a feature of the caller's tenant. */
    <T> Result<T> onFeature(Caller caller, FeatureId id, Function<Feature, Result<T>> operation) {
        return permitted(
                caller,
                () -> features.find(caller.tenant(), id)
                        .map(operation)
                        .orElseGet(() -> Result.refused(Refusal.notFound("feature " + id))));
    }

    /** Goes on with a feature of the active provider. */
    <T> Result<T> onEditable(Caller caller, FeatureId id, Function<Feature, Result<T>> operation) {
        return onFeature(caller, id, feature -> {
            ConfigurationProvider active = providers.active(caller);
            return feature.provider().equals(active.id())
                    ? operation.apply(feature)
                    : Result.refused(Refusal.conflict(feature + " is not of the active provider \"" + active.name()
                            + "\", so it cannot be changed: activate its provider, or derive a feature from it"));
        });
    }

    /** Goes on with all versions of a feature, the oldest first. */
    <T> Result<T> onVersions(Caller caller, FeatureId id, Function<List<FeatureVersion>, Result<T>> operation) {
        return onFeature(caller, id, feature -> operation.apply(features.versions(caller.tenant(), id)));
    }

    /** Goes on with a version. */
    <T> Result<T> onVersion(Caller caller, FeatureId id, int number, Function<FeatureVersion, Result<T>> operation) {
        return onFeature(caller, id, feature -> version(feature, number, operation));
    }

    /** Goes on with a draft of a feature of the active provider. */
    <T> Result<T> onDraft(Caller caller, FeatureId id, int number, Function<FeatureVersion, Result<T>> operation) {
        return onEditable(
                caller,
                id,
                feature -> version(
                        feature,
                        number,
                        version -> version.status() == FeatureVersion.Status.DRAFT
                                ? operation.apply(version)
                                : Result.refused(Refusal.conflict(version + " is " + version.status()
                                        + " and cannot be changed: create a new version"))));
    }

    /** Goes on with a draft at the revision that the caller read. */
    <T> Result<T> onDraft(
            Caller caller, FeatureId id, int number, long revision, Function<FeatureVersion, Result<T>> operation) {
        return onDraft(
                caller,
                id,
                number,
                draft -> draft.revision() == revision
                        ? operation.apply(draft)
                        : Result.refused(Refusal.stale(draft.toString(), revision, draft.revision())));
    }

    /** Stores a changed version. */
    Result<FeatureVersion> save(Caller caller, FeatureVersion version, String operation) {
        return features.save(version, stamp(caller, operation))
                .toResult(version, version.toString(), version.revision());
    }

    /** Goes on with all versions of a feature of the active provider, the oldest first, unless the latest is a draft. */
    <T> Result<T> onCompleted(
            Caller caller, FeatureId id, BiFunction<Feature, List<FeatureVersion>, Result<T>> operation) {
        return onEditable(caller, id, feature -> {
            List<FeatureVersion> versions = features.versions(caller.tenant(), id);
            FeatureVersion latest = versions.get(versions.size() - 1);
            return latest.status() == FeatureVersion.Status.DRAFT
                    ? Result.refused(draftExists(latest))
                    : operation.apply(feature, versions);
        });
    }

    /**
     * Stores the draft that follows the latest of the versions, unless somebody else did meanwhile.
     *
     * @param versions all versions of the feature, the oldest first
     */
    Result<FeatureVersion> saveNext(
            Caller caller,
            List<FeatureVersion> versions,
            String operation,
            Function<FeatureVersion, FeatureVersion> following) {
        FeatureVersion next = following.apply(versions.get(versions.size() - 1));
        SaveResult saved = features.save(next, stamp(caller, operation));
        return saved == SaveResult.STALE
                ? Result.refused(draftExists(next))
                : saved.toResult(next, next.toString(), next.revision());
    }

    AuditStamp stamp(Caller caller, String operation) {
        return AuditStamp.of(caller, clock.instant(), operation);
    }

    private static Refusal draftExists(FeatureVersion draft) {
        return Refusal.conflict(draft + " is a draft already: complete or delete it before there is another");
    }

    private <T> Result<T> version(Feature feature, int number, Function<FeatureVersion, Result<T>> operation) {
        return features.findVersion(feature.tenant(), feature.id(), number)
                .map(operation)
                .orElseGet(() -> Result.refused(Refusal.notFound("version " + number + " of feature " + feature.id())));
    }
}
