package io.einvoicing.testkit.memory;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.usage.port.UsageLedger;
import java.time.YearMonth;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts documents in memory. */
public final class InMemoryUsageLedger implements UsageLedger {
    private final Set<Key> counted = ConcurrentHashMap.newKeySet();
    private final Map<Month, LongAdder> months = new ConcurrentHashMap<>();
    private final InMemoryTenantRepository tenants;
    private final Outage outage;

    private record Key(TenantId tenant, EnvironmentId environment, Direction direction, BusinessDocumentKey document) {}

    private record Month(TenantId tenant, Direction direction, YearMonth month) {}

    InMemoryUsageLedger(InMemoryTenantRepository tenants, Outage outage) {
        this.tenants = tenants;
        this.outage = outage;
    }

    @Override
    public boolean countOnce(CountedDocument document) {
        outage.check();
        return count(document);
    }

    @Override
    public long used(TenantId tenant, Direction direction, YearMonth month) {
        outage.check();
        LongAdder used = months.get(new Month(tenant, direction, month));
        return used == null ? 0 : used.sum();
    }

    /** Counts within the call of another adapter of the same store. */
    boolean count(CountedDocument document) {
        YearMonth month = YearMonth.from(tenants.require(document.tenant()).billingDay(document.countedAt()));
        Key key = new Key(document.tenant(), document.environment(), document.direction(), document.document());
        if (!counted.add(key)) {
            return false;
        }
        months.computeIfAbsent(new Month(document.tenant(), document.direction(), month), any -> new LongAdder())
                .increment();
        return true;
    }
}
