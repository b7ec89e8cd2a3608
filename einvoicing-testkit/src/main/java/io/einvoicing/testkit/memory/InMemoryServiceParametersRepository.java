package io.einvoicing.testkit.memory;

import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.activation.port.ServiceParametersRepository;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps in memory which service each tenant configures. */
public final class InMemoryServiceParametersRepository implements ServiceParametersRepository {
    private final Map<TenantId, ServiceParameters> parameters = new HashMap<>();
    private final InMemoryAuditTrail auditTrail;
    private final Outage outage;

    InMemoryServiceParametersRepository(InMemoryAuditTrail auditTrail, Outage outage) {
        this.auditTrail = auditTrail;
        this.outage = outage;
    }

    /** Puts parameters in their place without a trace, as if they had been set before the audit trail began. */
    public synchronized void given(ServiceParameters set) {
        parameters.put(set.tenant(), set);
    }

    @Override
    public synchronized ServiceParameters find(TenantId tenant) {
        outage.check();
        return parameters.getOrDefault(tenant, ServiceParameters.unset(tenant));
    }

    @Override
    public synchronized SaveResult save(ServiceParameters next, AuditStamp stamp) {
        if (next.revision() < 2) {
            throw new IllegalArgumentException("revision must be 2 or more, was " + next.revision());
        }
        if (find(next.tenant()).revision() != next.revision() - 1) {
            return SaveResult.STALE;
        }
        Optional<ServiceParameters> before = Optional.ofNullable(parameters.put(next.tenant(), next));
        auditTrail.add(new AuditRecord(
                next.tenant(),
                stamp,
                "serviceParameters/" + next.tenant(),
                before.map(ServiceParameters::toString),
                Optional.of(next.toString())));
        return SaveResult.SAVED;
    }
}
