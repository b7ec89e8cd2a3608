package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditEntry;
import io.einvoicing.audit.AuditFilter;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.port.AuditTrail;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps audit records in memory. */
public final class InMemoryAuditTrail implements AuditTrail {
    private final Map<TenantId, Deque<AuditEntry>> newestFirst = new HashMap<>();
    private final Outage outage;
    private long lastId;

    InMemoryAuditTrail(Outage outage) {
        this.outage = outage;
    }

    @Override
    public List<AuditRecord> newest(TenantId tenant, int limit) {
        return find(tenant, AuditFilter.ALL, Optional.empty(), limit).items().stream()
                .map(AuditEntry::entry)
                .toList();
    }

    @Override
    public Slice<AuditEntry> find(TenantId tenant, AuditFilter filter, Optional<Long> after, int limit) {
        if (limit < 1 || limit > 1_000) {
            throw new IllegalArgumentException("limit must be 1 to 1000, was " + limit);
        }
        outage.check();
        synchronized (this) {
            Iterator<AuditEntry> rows = newestFirst.getOrDefault(tenant, new ArrayDeque<>()).stream()
                    .filter(each -> after.map(id -> each.id() < id).orElse(true))
                    .filter(each -> filter.includes(each.entry()))
                    .iterator();
            return new Slice<>(Slice.take(rows, limit, each -> each.entry().stateLength()), rows.hasNext());
        }
    }

    /** Returns every record of all tenants, in the order of the changes. */
    public synchronized List<AuditRecord> all() {
        return newestFirst.values().stream()
                .flatMap(Deque::stream)
                .sorted(Comparator.comparing(AuditEntry::id))
                .map(AuditEntry::entry)
                .toList();
    }

    /** Adds a record; the repositories do it together with the change. */
    synchronized void add(AuditRecord entry) {
        newestFirst
                .computeIfAbsent(entry.tenant(), any -> new ArrayDeque<>())
                .addFirst(new AuditEntry(++lastId, entry));
    }
}
