package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.environment.port.EnvironmentRepository;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/** Keeps service environments with their snapshots in memory. */
public final class InMemoryEnvironmentRepository implements EnvironmentRepository {
    private final Map<Key, ServiceEnvironment> environments = new ConcurrentHashMap<>();
    private final Map<Key, List<PublishedEnvironment>> snapshots = new ConcurrentHashMap<>();
    private final Map<Key, ServiceEnvironment> deleted = new ConcurrentHashMap<>();
    private final Map<Name, EnvironmentId> names = new ConcurrentHashMap<>();
    /** Written by a deletion; read by whatever must not come into a deleted environment. */
    private final ReadWriteLock deletion = new ReentrantReadWriteLock();

    private final InMemoryStore store;
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    private record Key(TenantId tenant, EnvironmentId id) {
        static Key of(ServiceEnvironment environment) {
            return new Key(environment.tenant(), environment.id());
        }
    }

    private record Name(TenantId tenant, String name) {
        static Name of(ServiceEnvironment environment) {
            return new Name(environment.tenant(), environment.name());
        }
    }

    InMemoryEnvironmentRepository(InMemoryStore store, InMemoryAuditTrail auditTrail, Outage outage) {
        this.store = store;
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public Optional<ServiceEnvironment> find(TenantId tenant, EnvironmentId id) {
        outage.check();
        return Optional.ofNullable(environments.get(new Key(tenant, id)));
    }

    @Override
    public Slice<ServiceEnvironment> list(TenantId tenant, Optional<String> after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        outage.check();
        Iterator<ServiceEnvironment> rows = environments.values().stream()
                .filter(environment -> environment.tenant().equals(tenant))
                .filter(environment -> after.map(name -> environment.name().compareTo(name) > 0)
                        .orElse(true))
                .sorted(Comparator.comparing(ServiceEnvironment::name))
                .iterator();
        return new Slice<>(Slice.take(rows, limit, InMemoryEnvironmentRepository::characters), rows.hasNext());
    }

    private static long characters(ServiceEnvironment environment) {
        return environment.draft().toString().length()
                + environment
                        .published()
                        .map(snapshot -> snapshot.settings().toString().length())
                        .orElse(0);
    }

    /** Returns the published environments of all tenants. */
    List<ServiceEnvironment> published() {
        return environments.values().stream()
                .filter(environment -> environment.published().isPresent())
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
        EnvironmentId id = names.get(new Name(tenant, name));
        return id != null && environments.containsKey(new Key(tenant, id));
    }

    @Override
    public synchronized SaveResult save(ServiceEnvironment environment, AuditStamp stamp) {
        outage.check();
        Key key = Key.of(environment);
        Name name = Name.of(environment);
        Optional<ServiceEnvironment> before = Optional.ofNullable(environments.get(key));
        if (before.map(ServiceEnvironment::revision).orElse(0L) != environment.revision() - 1
                || deleted.containsKey(key)) {
            return SaveResult.STALE;
        }
        EnvironmentId bearer = names.getOrDefault(name, environment.id());
        if (!bearer.equals(environment.id())) {
            return SaveResult.NAME_TAKEN;
        }
        if (isContainerTaken(environment)) {
            return SaveResult.KEY_TAKEN;
        }
        before.map(Name::of).ifPresent(names::remove);
        names.put(name, environment.id());
        environments.put(key, environment);
        addSnapshot(key, environment);
        audit(stamp, environment, before, Optional.of(environment));
        return SaveResult.SAVED;
    }

    private boolean isContainerTaken(ServiceEnvironment environment) {
        return environment.container().isPresent()
                && environments.values().stream()
                        .anyMatch(other -> other.tenant().equals(environment.tenant())
                                && !other.id().equals(environment.id())
                                && other.container().equals(environment.container()));
    }

    private void addSnapshot(Key key, ServiceEnvironment environment) {
        List<PublishedEnvironment> all = new ArrayList<>(snapshots.getOrDefault(key, List.of()));
        environment
                .published()
                .filter(latest -> all.stream().noneMatch(each -> each.number() == latest.number()))
                .ifPresent(all::add);
        snapshots.put(key, List.copyOf(all));
    }

    @Override
    public Deletion delete(ServiceEnvironment environment, AuditStamp stamp) {
        outage.check();
        deletion.writeLock().lock();
        try {
            return deleteUnused(environment, stamp);
        } finally {
            deletion.writeLock().unlock();
        }
    }

    private synchronized Deletion deleteUnused(ServiceEnvironment environment, AuditStamp stamp) {
        Key key = Key.of(environment);
        ServiceEnvironment stored = environments.get(key);
        if (stored == null || stored.revision() != environment.revision()) {
            return Deletion.STALE;
        }
        Deletion inUse = new Deletion(
                SaveResult.SAVED,
                store.features().deployments(key.tenant(), key.id()).stream()
                        .filter(deployment -> deployment.canceledAt().isEmpty())
                        .count(),
                store.submissions().active(key.tenant(), key.id()));
        if (inUse.isInUse()) {
            return inUse;
        }
        deleted.put(key, stored);
        environments.remove(key);
        audit(stamp, stored, Optional.of(stored), Optional.empty());
        return Deletion.DONE;
    }

    /** Runs what comes into an environment while it cannot be deleted; answers otherwise if it was. */
    <T> T unlessDeleted(TenantId tenant, EnvironmentId id, Supplier<T> work, Supplier<T> otherwise) {
        deletion.readLock().lock();
        try {
            return (deleted.containsKey(new Key(tenant, id)) ? otherwise : work).get();
        } finally {
            deletion.readLock().unlock();
        }
    }

    @Override
    public List<PublishedEnvironment> snapshots(
            TenantId tenant, EnvironmentId id, Optional<Integer> before, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        return history(tenant, id).stream()
                .filter(snapshot ->
                        before.map(number -> snapshot.number() < number).orElse(true))
                .sorted(Comparator.comparing(PublishedEnvironment::number).reversed())
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<PublishedEnvironment> snapshot(TenantId tenant, EnvironmentId id, int number) {
        return history(tenant, id).stream()
                .filter(snapshot -> snapshot.number() == number)
                .findFirst();
    }

    private List<PublishedEnvironment> history(TenantId tenant, EnvironmentId id) {
        outage.check();
        Key key = new Key(tenant, id);
        return environments.containsKey(key) ? snapshots.getOrDefault(key, List.of()) : List.of();
    }

    /** Returns the names of all environments of the tenant, deleted ones included. */
    Map<EnvironmentId, String> everNamed(TenantId tenant) {
        Map<EnvironmentId, String> ever = new HashMap<>();
        forEach(tenant, each -> ever.put(each.id(), each.name()));
        deleted.values().stream()
                .filter(each -> each.tenant().equals(tenant))
                .forEach(each -> ever.put(each.id(), each.name()));
        return ever;
    }

    private Optional<PublishedEnvironment> published(TenantId tenant, EnvironmentId id) {
        ServiceEnvironment environment = environments.get(new Key(tenant, id));
        return environment == null ? Optional.empty() : environment.published();
    }

    private void audit(
            AuditStamp stamp,
            ServiceEnvironment subject,
            Optional<ServiceEnvironment> before,
            Optional<ServiceEnvironment> after) {
        auditTrail.add(new AuditRecord(
                subject.tenant(),
                stamp,
                "environment/" + subject.id(),
                before.map(InMemoryEnvironmentRepository::describe),
                after.map(InMemoryEnvironmentRepository::describe)));
    }

    private static String describe(ServiceEnvironment environment) {
        return environment + " " + environment.draft();
    }
}
