package io.einvoicing.feature;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.feature.port.FeatureShares;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.TenantId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Shares features with other organizations by their domain name. Thread-safe. Every operation needs the role {@link Role#CONFIGURE}.
 *
 * <p>Who is shared with may read all versions but drafts and derive features from them, until the share is withdrawn; what was
 * derived before stays.
 */
public final class FeatureSharing {
    private final FeatureRepository features;
    private final FeatureShares shares;
    private final TenantRepository tenants;
    private final FeatureAccess access;
    private final InstantSource clock;

    public FeatureSharing(
            FeatureRepository features,
            FeatureShares shares,
            TenantRepository tenants,
            ConfigurationProviders providers,
            InstantSource clock) {
        this.features = features;
        this.shares = shares;
        this.tenants = tenants;
        this.access = new FeatureAccess(features, providers, clock);
        this.clock = clock;
    }

    /**
     * Shares a feature of the active provider with the organization of the domain, which need not use the service yet. Refused as
     * CONFLICT while the feature has only a draft, as DUPLICATE if it is shared with the domain already.
     *
     * @throws IllegalArgumentException if the text is no internet domain, or the own tenant's
     */
    public Result<FeatureShare> share(Caller caller, FeatureId id, String domain) {
        return access.onEditable(caller, id, feature -> {
            FeatureShare share = new FeatureShare(caller.tenant(), id, domain, clock.instant(), caller.principal());
            if (domainOf(caller.tenant()).filter(share.domain()::equals).isPresent()) {
                throw new IllegalArgumentException("domain must be that of another organization, was the own one");
            }
            if (versionsOf(feature).isEmpty()) {
                return Result.refused(
                        Refusal.conflict(feature + " has only a draft: complete it before the feature is shared"));
            }
            String what = "a share of " + feature + " with " + share.domain();
            return shares.share(share, access.stamp(caller, "feature.share")).toResult(share, what, 1, "domain");
        });
    }

    /** Withdraws a feature from an organization and returns the share that was; what the organization derived from it stays. */
    public Result<FeatureShare> unshare(Caller caller, FeatureId id, String domain) {
        String wanted = Require.domain("domain", domain);
        return access.onFeature(
                caller,
                id,
                feature -> shares.sharesOf(caller.tenant(), id).stream()
                        .filter(share -> share.domain().equals(wanted)
                                && shares.unshare(caller.tenant(), id, wanted, access.stamp(caller, "feature.unshare")))
                        .findFirst()
                        .map(Result::accepted)
                        .orElseGet(
                                () -> Result.refused(Refusal.notFound("a share of " + feature + " with " + wanted))));
    }

    /** Returns with whom a feature is shared, by domain. */
    public Result<List<FeatureShare>> sharesOf(Caller caller, FeatureId id) {
        return access.onFeature(caller, id, feature -> Result.accepted(shares.sharesOf(caller.tenant(), id)));
    }

    /** Returns what other organizations share with the caller's; nothing while the caller's tenant has no domain. */
    public Result<List<SharedFeature>> sharedWithOwn(Caller caller) {
        return access.permitted(
                caller,
                () -> Result.accepted(domainOf(caller.tenant()).map(shares::sharedWith).orElse(List.of()).stream()
                        .flatMap(share -> features.find(share.tenant(), share.feature()).stream())
                        .map(feature -> new SharedFeature(feature, organization(feature.tenant()), versionsOf(feature)))
                        .toList()));
    }

    /** Returns a version that another organization shares; a draft, like anything that is not shared, is NOT_FOUND. */
    public Result<FeatureVersion> sharedVersion(Caller caller, FeatureReference reference) {
        return access.permitted(
                caller,
                () -> shared(caller, reference)
                        .map(Result::accepted)
                        .orElseGet(() -> Result.refused(Refusal.notFound("version " + reference.version()
                                + " of feature " + reference.feature() + " that tenant " + reference.tenant()
                                + " shares with the own organization"))));
    }

    private Optional<FeatureVersion> shared(Caller caller, FeatureReference reference) {
        boolean isShared = domainOf(caller.tenant()).map(shares::sharedWith).orElse(List.of()).stream()
                .anyMatch(share -> share.tenant().equals(reference.tenant())
                        && share.feature().equals(reference.feature()));
        return isShared
                ? features.findVersion(reference.tenant(), reference.feature(), reference.version())
                        .filter(version -> version.status() != FeatureVersion.Status.DRAFT)
                : Optional.empty();
    }

    private List<Integer> versionsOf(Feature feature) {
        return features.versions(feature.tenant(), feature.id()).stream()
                .filter(version -> version.status() != FeatureVersion.Status.DRAFT)
                .map(FeatureVersion::number)
                .toList();
    }

    private Optional<String> domainOf(TenantId tenant) {
        return tenants.find(tenant).flatMap(Tenant::domain);
    }

    private String organization(TenantId tenant) {
        return tenants.find(tenant).map(Tenant::name).orElseGet(tenant::toString);
    }
}
