package io.einvoicing.feature;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.feature.port.ActionCatalog;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.Retry;
import io.einvoicing.kernel.port.Identifiers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Creates, edits, completes and deletes features and their versions. Thread-safe. Every operation needs the role
 * {@link Role#CONFIGURE} and sees the caller's tenant only; what belongs to another is NOT_FOUND. What changes a feature is refused
 * as CONFLICT unless the feature is of the active provider.
 *
 * @see FeatureDerivation
 * @see FeatureDeployments
 * @see FeatureSharing
 * @see FeatureTransfer
 */
public final class FeatureAdministration {
    private final FeatureRepository features;
    private final ConfigurationProviders providers;
    private final FeatureAccess access;
    private final ActionCatalog catalog;
    private final Identifiers identifiers;
    private final InstantSource clock;

    public FeatureAdministration(
            FeatureRepository features,
            ConfigurationProviders providers,
            ActionCatalog catalog,
            Identifiers identifiers,
            InstantSource clock) {
        this.features = features;
        this.providers = providers;
        this.access = new FeatureAccess(features, providers, clock);
        this.catalog = catalog;
        this.identifiers = identifiers;
        this.clock = clock;
    }

    /**
     * Creates a feature of the active provider; its version 1 is an empty draft. A name that the tenant has already is refused as
     * DUPLICATE.
     */
    public Result<FeatureVersion> create(Caller caller, String name) {
        return access.permitted(caller, () -> {
            Instant now = clock.instant();
            Feature feature = new Feature(
                    caller.tenant(),
                    new FeatureId(identifiers.next()),
                    name,
                    providers.active(caller).id(),
                    Optional.empty(),
                    1);
            FeatureVersion first = FeatureVersion.first(feature, FeatureContent.EMPTY, now);
            return features.create(feature, first, access.stamp(caller, "feature.create"))
                    .toResult(first, feature.toString(), 1);
        });
    }

    /** Creates the draft that follows the latest version, with its content. Refused as CONFLICT while there is a draft. */
    public Result<FeatureVersion> newVersion(Caller caller, FeatureId feature) {
        return newVersion(caller, feature, versions -> Result.accepted(versions.get(versions.size() - 1)));
    }

    /**
     * Creates the draft that follows the latest version, with the content of an older one. Refused as CONFLICT while there is a
     * draft.
     *
     * @param from number of the older version
     */
    public Result<FeatureVersion> newVersion(Caller caller, FeatureId feature, int from) {
        return newVersion(
                caller,
                feature,
                versions -> versions.stream()
                        .filter(version -> version.number() == from)
                        .findFirst()
                        .map(Result::accepted)
                        .orElseGet(
                                () -> Result.refused(Refusal.notFound("version " + from + " of feature " + feature))));
    }

    private Result<FeatureVersion> newVersion(
            Caller caller, FeatureId feature, Function<List<FeatureVersion>, Result<FeatureVersion>> choice) {
        return access.onCompleted(
                caller,
                feature,
                (found, versions) -> choice.apply(versions)
                        .fold(
                                from -> access.saveNext(
                                        caller, versions, "feature.newVersion", latest -> latest.next(from)),
                                Result::refused));
    }

    /**
     * Replaces a draft's content.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     * @param effectiveFrom instant from which the version may serve at the earliest
     */
    public Result<FeatureVersion> edit(
            Caller caller,
            FeatureId feature,
            int number,
            long revision,
            FeatureContent content,
            Instant effectiveFrom) {
        return access.onDraft(
                caller,
                feature,
                number,
                revision,
                draft -> saveContent(caller, draft, content, effectiveFrom, "feature.edit"));
    }

    /**
     * Adds a copy of a feature setup to a draft. What the setup names outside itself, such as format configurations, is not copied.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     * @param name name of the copy; DUPLICATE if the draft has a setup of the name
     * @param fromFeature feature of the original
     * @param fromVersion version of the original
     * @param fromSetup name of the original
     */
    public Result<FeatureVersion> copySetup(
            Caller caller,
            FeatureId feature,
            int number,
            long revision,
            String name,
            FeatureId fromFeature,
            int fromVersion,
            String fromSetup) {
        return access.onDraft(
                caller,
                feature,
                number,
                revision,
                draft -> access.onVersion(
                        caller,
                        fromFeature,
                        fromVersion,
                        original -> original.content()
                                .setup(fromSetup)
                                .map(setup -> addSetup(caller, draft, setup.named(name)))
                                .orElseGet(() -> Result.refused(
                                        Refusal.notFound("setup \"" + fromSetup + "\" in " + original)))));
    }

    private Result<FeatureVersion> addSetup(Caller caller, FeatureVersion draft, FeatureSetup copy) {
        if (draft.content().setup(copy.name()).isPresent()) {
            return Result.refused(Refusal.duplicate(
                    "name",
                    draft + " has a setup \"" + copy.name() + "\" already",
                    "choose another name for the copy"));
        }
        List<FeatureSetup> setups = new ArrayList<>(draft.content().setups());
        setups.add(copy);
        return saveContent(
                caller, draft, draft.content().withSetups(setups), draft.effectiveFrom(), "feature.copySetup");
    }

    private Result<FeatureVersion> saveContent(
            Caller caller, FeatureVersion draft, FeatureContent content, Instant effectiveFrom, String operation) {
        FeatureContent numbered = features.findVersion(draft.tenant(), draft.feature(), draft.number() - 1)
                .map(before -> content.numberedAfter(before.content()))
                .orElse(content);
        return access.save(caller, draft.edit(numbered, effectiveFrom), operation);
    }

    /** Returns everything that is wrong with a version, by setup, action and parameter. */
    public Result<List<Finding>> validate(Caller caller, FeatureId feature, int number) {
        return access.onVersion(
                caller,
                feature,
                number,
                version -> Result.accepted(FeatureValidation.findings(catalog, version.content())));
    }

    /**
     * Freezes a draft. Refused as INVALID with every blocking finding while it has any.
     *
     * @param revision the revision that the caller read; any other is refused as STALE
     */
    public Result<FeatureVersion> complete(Caller caller, FeatureId feature, int number, long revision) {
        return access.onDraft(caller, feature, number, revision, draft -> {
            List<Finding> findings = FeatureValidation.findings(catalog, draft.content());
            return findings.stream().anyMatch(Finding::blocks)
                    ? Result.refused(Refusal.invalid(draft + " cannot be completed", findings))
                    : access.save(caller, draft.complete(), "feature.complete");
        });
    }

    /** Removes a draft and returns it; the version before it is the latest again. The only version of a feature stays. */
    public Result<FeatureVersion> deleteDraft(Caller caller, FeatureId feature, int number) {
        return Retry.whileStale(() -> access.onDraft(
                caller,
                feature,
                number,
                draft -> number == 1
                        ? Result.refused(Refusal.conflict(
                                draft + " is the only one: delete the feature, or replace the content"))
                        : features.deleteDraft(draft, access.stamp(caller, "feature.deleteDraft"))
                                .toResult(draft, draft.toString(), draft.revision() + 1)));
    }

    /**
     * Deletes a feature with all its versions and returns what it was; its name is free again. Submissions that were accepted before
     * finish with it, and who derived a feature from it by a share keeps that feature.
     *
     * <p>Refused as CONFLICT with a finding for each deployment that stands, future ones included, and for each feature of the
     * tenant that is derived from it.
     */
    public Result<Feature> delete(Caller caller, FeatureId id) {
        return Retry.whileStale(() -> access.onEditable(caller, id, feature -> {
            List<Finding> uses = uses(feature);
            return uses.isEmpty()
                    ? features.delete(feature, access.stamp(caller, "feature.delete"))
                            .toResult(feature, feature.toString(), feature.revision() + 1)
                    : Result.refused(Refusal.conflict(feature + " is in use", uses));
        }));
    }

    private List<Finding> uses(Feature feature) {
        List<Finding> uses = new ArrayList<>();
        for (Deployment deployment : features.deployments(feature.tenant(), feature.id())) {
            if (deployment.canceledAt().isEmpty()) {
                uses.add(Finding.error(
                        "deployments",
                        "version " + deployment.version() + " is deployed to environment " + deployment.environment()
                                + " from " + deployment.effectiveFrom(),
                        "cancel deployment " + deployment.id() + " first"));
            }
        }
        for (Feature derived : features.derivedFrom(feature.tenant(), feature.id())) {
            uses.add(Finding.error("derived", derived + " is derived from it", "delete that feature first"));
        }
        return uses;
    }

    /** Returns what differs between two versions. */
    public Result<List<ContentChange>> differences(Caller caller, FeatureId feature, int from, int to) {
        return access.onVersion(
                caller,
                feature,
                from,
                before -> access.onVersion(
                        caller,
                        feature,
                        to,
                        after -> Result.accepted(ContentChange.between(before.content(), after.content()))));
    }

    /** Returns a feature. */
    public Result<FeatureOverview> find(Caller caller, FeatureId feature) {
        return access.onFeature(
                caller,
                feature,
                found -> overviews(caller, List.of(found)).stream()
                        .findFirst()
                        .map(Result::accepted)
                        .orElseGet(() -> Result.refused(Refusal.notFound("feature " + feature))));
    }

    /** Returns one version of a feature. */
    public Result<FeatureVersion> find(Caller caller, FeatureId feature, int number) {
        return access.onVersion(caller, feature, number, Result::accepted);
    }

    /** Returns all versions of a feature, the oldest first; never empty. */
    public Result<List<FeatureVersion>> versions(Caller caller, FeatureId feature) {
        return access.onVersions(caller, feature, Result::accepted);
    }

    /** Returns all features of the tenant, by name. */
    public Result<List<FeatureOverview>> list(Caller caller) {
        return access.permitted(caller, () -> Result.accepted(overviews(caller, features.list(caller.tenant()))));
    }

    private List<FeatureOverview> overviews(Caller caller, List<Feature> listed) {
        Map<FeatureId, LatestVersion> latest = features.latestVersions(caller.tenant()).stream()
                .collect(Collectors.toMap(LatestVersion::feature, Function.identity()));
        Map<ProviderId, ConfigurationProvider> known = providers.list(caller).orThrow().stream()
                .collect(Collectors.toMap(ConfigurationProvider::id, Function.identity()));
        List<FeatureOverview> overviews = new ArrayList<>();
        for (Feature feature : listed) {
            LatestVersion version = latest.get(feature.id());
            ConfigurationProvider provider = known.get(feature.provider());
            if (version != null && provider != null) {
                overviews.add(new FeatureOverview(feature, provider, version));
            }
        }
        return overviews;
    }

    /** Returns the descriptions of all action types. */
    public List<ActionDescription> actionTypes() {
        return catalog.descriptions();
    }
}
