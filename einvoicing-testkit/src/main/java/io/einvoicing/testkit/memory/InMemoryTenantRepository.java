package io.einvoicing.testkit.memory;

import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps tenants in memory. */
public final class InMemoryTenantRepository implements TenantRepository {
    private static final Comparator<TenantId> BY_ID = Comparator.comparing(TenantId::toString);

    private final Map<TenantId, Tenant> tenants = new ConcurrentHashMap<>();
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    InMemoryTenantRepository(InMemoryAuditTrail auditTrail, Outage outage) {
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public Optional<Tenant> find(TenantId id) {
        outage.check();
        return Optional.ofNullable(tenants.get(id));
    }

    @Override
    public Optional<Tenant> findByDomain(String domain) {
        outage.check();
        return tenants.values().stream()
                .filter(each -> each.domain().equals(Optional.of(domain)))
                .findFirst();
    }

    @Override
    public List<Tenant> list(Optional<TenantId> after, int limit) {
        outage.check();
        return tenants.values().stream()
                .filter(each -> after.isEmpty() || BY_ID.compare(each.id(), after.get()) > 0)
                .sorted(Comparator.comparing(Tenant::id, BY_ID))
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized SaveResult save(Tenant tenant, AuditStamp stamp) {
        outage.check();
        Optional<Tenant> before = Optional.ofNullable(tenants.get(tenant.id()));
        if (before.map(Tenant::revision).orElse(0L) != tenant.revision() - 1) {
            return tenant.revision() == 1 ? SaveResult.NAME_TAKEN : SaveResult.STALE;
        }
        if (tenant.domain()
                .flatMap(this::findByDomain)
                .filter(other -> !other.id().equals(tenant.id()))
                .isPresent()) {
            return SaveResult.KEY_TAKEN;
        }
        tenants.put(tenant.id(), tenant);
        auditTrail.add(new AuditRecord(
                tenant.id(),
                stamp,
                "tenant/" + tenant.id(),
                before.map(Tenant::toString),
                Optional.of(tenant.toString())));
        return SaveResult.SAVED;
    }

    /** Returns the tenant for another adapter of the same store, within that one's call. */
    Tenant require(TenantId id) {
        Tenant tenant = tenants.get(id);
        if (tenant == null) {
            throw new IllegalStateException(
                    "tenant " + id + " does not exist: save it before its documents are counted");
        }
        return tenant;
    }
}
