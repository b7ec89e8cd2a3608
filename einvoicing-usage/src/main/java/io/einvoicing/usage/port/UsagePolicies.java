package io.einvoicing.usage.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.PolicyChange;
import io.einvoicing.usage.UsagePolicy;
import java.util.List;

/**
 * Register of policies. Thread-safe. Every method throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no
 * answer.
 */
public interface UsagePolicies {
    /** Returns every change of the tenant's policy by month and then instant of setting. */
    List<PolicyChange> of(TenantId tenant);

    /**
     * Adds a change and its audit record together. The record's state before is the policy that held in that month until then.
     *
     * @param first holds before all changes
     */
    void add(PolicyChange change, UsagePolicy first, AuditStamp stamp);
}
