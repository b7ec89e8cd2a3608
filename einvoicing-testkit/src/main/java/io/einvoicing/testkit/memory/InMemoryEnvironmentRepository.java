package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps service environments with their snapshots in memory. */
public final class InMemoryEnvironmentRepository implements EnvironmentRepository {
    private final Map<Key, ServiceEnvironment> environments = new ConcurrentHashMap<>();
    private final Map<Name, EnvironmentId> names = new ConcurrentHashMap<>();
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    private record Key(TenantId tenant, EnvironmentId id) {}

    private record Name(TenantId tenant, String name) {}

    InMemoryEnvironmentRepository(InMemoryAuditTrail auditTrail, Outage outage) {
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public Optional<ServiceEnvironment> find(TenantId tenant, EnvironmentId id) {
        outage.check();
        return Optional.ofNullable(environments.get(new Key(tenant, id)));
    }

    @Override
    public List<ServiceEnvironment> list(TenantId tenant) {
        outage.check();
        return environments.values().stream()
                .filter(environment -> environment.tenant().equals(tenant))
                .sorted(Comparator.comparing(ServiceEnvironment::name))
                .toList();
    }

    @Override
    public Optional<PublishedEnvironment> latest(TenantId tenant, String name) {
        outage.check();
        return Optional.ofNullable(names.get(new Name(tenant, name))).flatMap(id -> published(tenant, id));
    }

    @Override
    public Optional<PublishedEnvironment> latest(TenantId tenant, EnvironmentId id) {
        outage.check();
        return published(tenant, id);
    }

    @Override
    public boolean exists(TenantId tenant, String name) {
        outage.check();
        return names.containsKey(new Name(tenant, name));
    }

    @Override
    public synchronized SaveResult save(ServiceEnvironment environment, AuditStamp stamp) {
        outage.check();
        Key key = new Key(environment.tenant(), environment.id());
        Name name = new Name(environment.tenant(), environment.name());
        Optional<ServiceEnvironment> before = Optional.ofNullable(environments.get(key));
        if (before.map(ServiceEnvironment::revision).orElse(0L) != environment.revision() - 1) {
            return SaveResult.STALE;
        }
        EnvironmentId bearer = names.putIfAbsent(name, environment.id());
        if (bearer != null && !bearer.equals(environment.id())) {
            return SaveResult.NAME_TAKEN;
        }
        before.map(former -> new Name(former.tenant(), former.name()))
                .filter(former -> !former.equals(name))
                .ifPresent(names::remove);
        environments.put(key, environment);
        auditTrail.add(new AuditRecord(
                environment.tenant(),
                stamp,
                "environment/" + environment.id(),
                before.map(InMemoryEnvironmentRepository::describe),
                Optional.of(describe(environment))));
        return SaveResult.SAVED;
    }

    private Optional<PublishedEnvironment> published(TenantId tenant, EnvironmentId id) {
        ServiceEnvironment environment = environments.get(new Key(tenant, id));
        return environment == null ? Optional.empty() : environment.published();
    }

    private static String describe(ServiceEnvironment environment) {
        return environment + " " + environment.draft();
    }
}
