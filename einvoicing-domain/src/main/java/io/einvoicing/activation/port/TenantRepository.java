package io.einvoicing.activation.port;

import io.einvoicing.activation.Tenant;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.Optional;

/**
 * Stores tenants. Thread-safe. Every method throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface TenantRepository {
    Optional<Tenant> find(TenantId id);

    /**
     * Stores the tenant and its audit record together: revision 1 is inserted, a later one replaces the revision before it.
     *
     * @return NAME_TAKEN if a tenant of that id exists already at revision 1
     */
    SaveResult save(Tenant tenant, AuditStamp stamp);
}
