package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureShare;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.LatestVersion;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.feature.port.FeatureShares;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps features, their versions, deployments and shares in memory. */
public final class InMemoryFeatureRepository implements FeatureRepository, FeatureShares {
    private final Map<FeatureKey, Feature> features = new ConcurrentHashMap<>();
    private final Map<VersionKey, FeatureVersion> versions = new ConcurrentHashMap<>();
    private final Map<Target, List<Deployment>> deployments = new ConcurrentHashMap<>();
    private final InMemoryEnvironmentRepository environments;
    private final Set<FeatureShare> shares = ConcurrentHashMap.newKeySet();
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    private record FeatureKey(TenantId tenant, FeatureId id) {}

    private record VersionKey(TenantId tenant, FeatureId feature, int number) {
        static VersionKey of(FeatureVersion version) {
            return new VersionKey(version.tenant(), version.feature(), version.number());
        }
    }

    private record Target(TenantId tenant, EnvironmentId environment) {}

    InMemoryFeatureRepository(
            InMemoryEnvironmentRepository environments, InMemoryAuditTrail auditTrail, Outage outage) {
        this.environments = environments;
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public Optional<Feature> find(TenantId tenant, FeatureId feature) {
        outage.check();
        return Optional.ofNullable(features.get(new FeatureKey(tenant, feature)));
    }

    @Override
    public List<Feature> list(TenantId tenant) {
        outage.check();
        return features.values().stream()
                .filter(feature -> feature.tenant().equals(tenant))
                .sorted(Comparator.comparing(Feature::name))
                .toList();
    }

    @Override
    public synchronized SaveResult create(Feature feature, FeatureVersion first, AuditStamp stamp) {
        outage.check();
        boolean baseIsDeleted = feature.base()
                .filter(base -> base.tenant().equals(feature.tenant()))
                .filter(base -> find(base.tenant(), base.feature()).isEmpty())
                .isPresent();
        if (baseIsDeleted) {
            return SaveResult.GONE;
        }
        boolean taken = features.values().stream()
                .anyMatch(each ->
                        each.tenant().equals(feature.tenant()) && each.name().equals(feature.name()));
        if (taken) {
            return SaveResult.NAME_TAKEN;
        }
        if (features.putIfAbsent(new FeatureKey(feature.tenant(), feature.id()), feature) != null) {
            return SaveResult.STALE;
        }
        versions.put(VersionKey.of(first), first);
        audit(first, stamp, Optional.empty());
        return SaveResult.SAVED;
    }

    @Override
    public Optional<FeatureVersion> findVersion(TenantId tenant, FeatureId feature, int number) {
        outage.check();
        return Optional.ofNullable(versions.get(new VersionKey(tenant, feature, number)));
    }

    @Override
    public List<FeatureVersion> versions(TenantId tenant, FeatureId feature) {
        outage.check();
        return versions.values().stream()
                .filter(version ->
                        version.tenant().equals(tenant) && version.feature().equals(feature))
                .sorted(Comparator.comparing(FeatureVersion::number))
                .toList();
    }

    @Override
    public synchronized SaveResult save(FeatureVersion version, AuditStamp stamp) {
        outage.check();
        Optional<FeatureVersion> before = Optional.ofNullable(versions.get(VersionKey.of(version)));
        if (find(version.tenant(), version.feature()).isEmpty()) {
            return SaveResult.GONE;
        }
        if (before.map(FeatureVersion::revision).orElse(0L) != version.revision() - 1) {
            return SaveResult.STALE;
        }
        versions.put(VersionKey.of(version), version);
        audit(version, stamp, before);
        return SaveResult.SAVED;
    }

    @Override
    public SaveResult deploy(Deployment deployment, FeatureVersion version, AuditStamp stamp) {
        outage.check();
        return environments.unlessDeleted(
                deployment.tenant(),
                deployment.environment(),
                () -> deployVersion(deployment, version, stamp),
                () -> SaveResult.GONE);
    }

    private synchronized SaveResult deployVersion(Deployment deployment, FeatureVersion version, AuditStamp stamp) {
        FeatureVersion stored = versions.get(VersionKey.of(version));
        if (find(version.tenant(), version.feature()).isEmpty()) {
            return SaveResult.GONE;
        }
        if (stored == null || version.revision() - stored.revision() > 1 || version.revision() < stored.revision()) {
            return SaveResult.STALE;
        }
        if (version.revision() > stored.revision()) {
            versions.put(VersionKey.of(version), version);
        }
        deployments.merge(
                new Target(deployment.tenant(), deployment.environment()), List.of(deployment), (all, one) -> {
                    List<Deployment> extended = new ArrayList<>(all);
                    extended.addAll(one);
                    return List.copyOf(extended);
                });
        audit(deployment, stamp, Optional.empty());
        return SaveResult.SAVED;
    }

    @Override
    public synchronized void cancel(Deployment canceled, AuditStamp stamp) {
        outage.check();
        Target target = new Target(canceled.tenant(), canceled.environment());
        List<Deployment> all = new ArrayList<>(deployments.getOrDefault(target, List.of()));
        for (int i = 0; i < all.size(); i++) {
            Deployment before = all.get(i);
            if (before.id().equals(canceled.id()) && before.canceledAt().isEmpty()) {
                all.set(i, canceled);
                deployments.put(target, List.copyOf(all));
                audit(canceled, stamp, Optional.of(before));
            }
        }
    }

    @Override
    public List<Deployment> deployments(TenantId tenant, EnvironmentId environment) {
        outage.check();
        return deployments.getOrDefault(new Target(tenant, environment), List.of());
    }

    @Override
    public List<Deployment> deployments(TenantId tenant, FeatureId feature) {
        outage.check();
        return deployments.values().stream()
                .flatMap(List::stream)
                .filter(deployment -> deployment.tenant().equals(tenant)
                        && deployment.feature().equals(feature))
                .sorted(Comparator.comparing(Deployment::deployedAt).thenComparing(Deployment::id))
                .toList();
    }

    @Override
    public List<LatestVersion> latestVersions(TenantId tenant) {
        outage.check();
        Map<FeatureId, FeatureVersion> latest = new HashMap<>();
        versions.values().stream()
                .filter(version -> version.tenant().equals(tenant))
                .forEach(
                        version -> latest.merge(version.feature(), version, (a, b) -> a.number() > b.number() ? a : b));
        return latest.values().stream()
                .map(version ->
                        new LatestVersion(version.feature(), version.number(), version.status(), version.baseVersion()))
                .toList();
    }

    @Override
    public List<Feature> derivedFrom(TenantId tenant, FeatureId base) {
        return list(tenant).stream()
                .filter(feature -> feature.base()
                        .filter(origin -> origin.tenant().equals(tenant)
                                && origin.feature().equals(base))
                        .isPresent())
                .toList();
    }

    @Override
    public synchronized SaveResult deleteDraft(FeatureVersion draft, AuditStamp stamp) {
        outage.check();
        if (draft.status() != FeatureVersion.Status.DRAFT || !versions.remove(VersionKey.of(draft), draft)) {
            return SaveResult.STALE;
        }
        auditTrail.add(
                new AuditRecord(draft.tenant(), stamp, subject(draft), Optional.of(describe(draft)), Optional.empty()));
        return SaveResult.SAVED;
    }

    @Override
    public synchronized SaveResult delete(Feature feature, AuditStamp stamp) {
        outage.check();
        TenantId tenant = feature.tenant();
        if (find(tenant, feature.id()).isEmpty()
                || !derivedFrom(tenant, feature.id()).isEmpty()
                || deployments(tenant, feature.id()).stream()
                        .anyMatch(deployment -> deployment.canceledAt().isEmpty())) {
            return SaveResult.STALE;
        }
        features.remove(new FeatureKey(tenant, feature.id()));
        shares.removeIf(
                share -> share.tenant().equals(tenant) && share.feature().equals(feature.id()));
        auditTrail.add(new AuditRecord(
                tenant, stamp, "feature/" + feature.id(), Optional.of(feature.toString()), Optional.empty()));
        return SaveResult.SAVED;
    }

    @Override
    public synchronized SaveResult share(FeatureShare share, AuditStamp stamp) {
        if (find(share.tenant(), share.feature()).isEmpty()) {
            return SaveResult.GONE;
        }
        if (sharesOf(share.tenant(), share.feature()).stream()
                .anyMatch(other -> other.domain().equals(share.domain()))) {
            return SaveResult.NAME_TAKEN;
        }
        shares.add(share);
        auditTrail.add(new AuditRecord(
                share.tenant(), stamp, subject(share), Optional.empty(), Optional.of(share.toString())));
        return SaveResult.SAVED;
    }

    @Override
    public synchronized boolean unshare(TenantId tenant, FeatureId feature, String domain, AuditStamp stamp) {
        Optional<FeatureShare> removed = sharesOf(tenant, feature).stream()
                .filter(share -> share.domain().equals(domain))
                .findFirst();
        removed.ifPresent(share -> {
            shares.remove(share);
            auditTrail.add(
                    new AuditRecord(tenant, stamp, subject(share), Optional.of(share.toString()), Optional.empty()));
        });
        return removed.isPresent();
    }

    @Override
    public List<FeatureShare> sharesOf(TenantId tenant, FeatureId feature) {
        outage.check();
        return shares.stream()
                .filter(share ->
                        share.tenant().equals(tenant) && share.feature().equals(feature))
                .sorted(Comparator.comparing(FeatureShare::domain))
                .toList();
    }

    @Override
    public List<FeatureShare> sharedWith(String domain) {
        outage.check();
        return shares.stream()
                .filter(share -> share.domain().equals(domain))
                .sorted(Comparator.comparing(
                                (FeatureShare share) -> share.tenant().toString())
                        .thenComparing(share -> share.feature().toString()))
                .toList();
    }

    private static String subject(FeatureVersion version) {
        return "feature/" + version.feature() + "/version/" + version.number();
    }

    private static String subject(FeatureShare share) {
        return "feature/" + share.feature() + "/share/" + share.domain();
    }

    private void audit(FeatureVersion version, AuditStamp stamp, Optional<FeatureVersion> before) {
        auditTrail.add(new AuditRecord(
                version.tenant(),
                stamp,
                subject(version),
                before.map(InMemoryFeatureRepository::describe),
                Optional.of(describe(version))));
    }

    private void audit(Deployment deployment, AuditStamp stamp, Optional<Deployment> before) {
        auditTrail.add(new AuditRecord(
                deployment.tenant(),
                stamp,
                "deployment/" + deployment.id(),
                before.map(Deployment::toString),
                Optional.of(deployment.toString())));
    }

    private static String describe(FeatureVersion version) {
        return version + " revision " + version.revision() + " " + version.status() + " effective from "
                + version.effectiveFrom() + " " + version.content();
    }
}
