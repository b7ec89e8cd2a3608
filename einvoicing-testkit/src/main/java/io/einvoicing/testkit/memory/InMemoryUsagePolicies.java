package io.einvoicing.testkit.memory;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.PolicyChange;
import io.einvoicing.usage.PolicySchedule;
import io.einvoicing.usage.UsagePolicy;
import io.einvoicing.usage.port.UsagePolicies;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps policies in memory. */
public final class InMemoryUsagePolicies implements UsagePolicies {
    private final List<PolicyChange> changes = new CopyOnWriteArrayList<>();
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    InMemoryUsagePolicies(InMemoryAuditTrail auditTrail, Outage outage) {
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    @Override
    public List<PolicyChange> of(TenantId tenant) {
        outage.check();
        return changes.stream()
                .filter(change -> change.tenant().equals(tenant))
                .sorted(Comparator.comparing(PolicyChange::from).thenComparing(PolicyChange::setAt))
                .toList();
    }

    @Override
    public synchronized void add(PolicyChange change, UsagePolicy first, AuditStamp stamp) {
        outage.check();
        UsagePolicy before = new PolicySchedule(first, of(change.tenant())).at(change.from());
        changes.add(change);
        auditTrail.add(new AuditRecord(
                change.tenant(),
                stamp,
                "usage-policy/" + change.from(),
                Optional.of(before.toString()),
                Optional.of(change.policy().toString())));
    }
}
