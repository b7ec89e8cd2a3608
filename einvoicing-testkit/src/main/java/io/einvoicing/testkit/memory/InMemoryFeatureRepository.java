package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.Feature;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.port.FeatureRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps features, their versions and deployments in memory. */
public final class InMemoryFeatureRepository implements FeatureRepository {
    private final Map<FeatureKey, Feature> features = new ConcurrentHashMap<>();
    private final Map<VersionKey, FeatureVersion> versions = new ConcurrentHashMap<>();
    private final Map<Target, List<Deployment>> deployments = new ConcurrentHashMap<>();
    private final InMemoryEnvironmentRepository environments;
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

    private void audit(FeatureVersion version, AuditStamp stamp, Optional<FeatureVersion> before) {
        auditTrail.add(new AuditRecord(
                version.tenant(),
                stamp,
                "feature/" + version.feature() + "/version/" + version.number(),
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
