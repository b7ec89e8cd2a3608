package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.connectedapp.ConnectedApplication;
import io.einvoicing.connectedapp.ConnectedApplicationId;
import io.einvoicing.connectedapp.SetupDeployment;
import io.einvoicing.connectedapp.port.ConnectedApplicationRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Keeps connected applications and what was deployed to them in memory; whoever touches them holds the monitor. */
public final class InMemoryConnectedApplications implements ConnectedApplicationRepository {
    private static final Comparator<SetupDeployment> NEWEST_FIRST = Comparator.comparing(SetupDeployment::at)
            .thenComparing(deployment -> deployment.id().toString())
            .reversed();

    private final Map<Key, ConnectedApplication> applications = new HashMap<>();
    private final Map<Key, List<SetupDeployment>> deployments = new HashMap<>();
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    private record Key(TenantId tenant, ConnectedApplicationId id) {
        static Key of(ConnectedApplication application) {
            return new Key(application.tenant(), application.id());
        }
    }

    InMemoryConnectedApplications(InMemoryAuditTrail auditTrail, Outage outage) {
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public synchronized Optional<ConnectedApplication> find(TenantId tenant, ConnectedApplicationId id) {
        outage.check();
        return Optional.ofNullable(applications.get(new Key(tenant, id)));
    }

    @Override
    public synchronized List<ConnectedApplication> list(TenantId tenant) {
        outage.check();
        return applications.values().stream()
                .filter(application -> application.tenant().equals(tenant))
                .sorted(Comparator.comparing(ConnectedApplication::name))
                .toList();
    }

    @Override
    public synchronized SaveResult save(ConnectedApplication application, AuditStamp stamp) {
        outage.check();
        Optional<ConnectedApplication> before = Optional.ofNullable(applications.get(Key.of(application)));
        if (before.map(ConnectedApplication::revision).orElse(0L) != application.revision() - 1) {
            return SaveResult.STALE;
        }
        boolean nameTaken = applications.values().stream()
                .anyMatch(other -> other.tenant().equals(application.tenant())
                        && !other.id().equals(application.id())
                        && other.name().equals(application.name()));
        if (nameTaken) {
            return SaveResult.NAME_TAKEN;
        }
        applications.put(Key.of(application), application);
        audit(
                Key.of(application),
                stamp,
                before.map(ConnectedApplication::toString),
                Optional.of(application.toString()));
        return SaveResult.SAVED;
    }

    @Override
    public synchronized SaveResult remove(ConnectedApplication seen, AuditStamp stamp) {
        outage.check();
        ConnectedApplication found = applications.get(Key.of(seen));
        if (found == null || found.revision() != seen.revision()) {
            return SaveResult.STALE;
        }
        applications.remove(Key.of(seen));
        audit(Key.of(seen), stamp, Optional.of(found.toString()), Optional.empty());
        return SaveResult.SAVED;
    }

    @Override
    public synchronized void record(SetupDeployment deployment, AuditStamp stamp) {
        outage.check();
        Key key = new Key(deployment.tenant(), deployment.application());
        List<SetupDeployment> history = deployments.computeIfAbsent(key, any -> new ArrayList<>());
        if (history.stream().noneMatch(known -> known.id().equals(deployment.id()))) {
            history.add(deployment);
            audit(key, stamp, Optional.empty(), Optional.of(deployment.toString()));
        }
    }

    @Override
    public synchronized List<SetupDeployment> deployments(
            TenantId tenant, ConnectedApplicationId application, Optional<UUID> after, int limit) {
        outage.check();
        List<SetupDeployment> history = deployments.getOrDefault(new Key(tenant, application), List.of());
        Optional<SetupDeployment> last = after.flatMap(id -> history.stream()
                .filter(deployment -> deployment.id().equals(id))
                .findFirst());
        if (after.isPresent() && last.isEmpty()) {
            return List.of();
        }
        return history.stream()
                .filter(deployment -> last.map(found -> NEWEST_FIRST.compare(found, deployment) < 0)
                        .orElse(true))
                .sorted(NEWEST_FIRST)
                .limit(limit)
                .toList();
    }

    private void audit(Key key, AuditStamp stamp, Optional<String> before, Optional<String> after) {
        auditTrail.add(new AuditRecord(key.tenant(), stamp, "connected-application/" + key.id(), before, after));
    }
}
