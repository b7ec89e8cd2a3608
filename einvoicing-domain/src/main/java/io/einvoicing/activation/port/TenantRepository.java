package io.einvoicing.activation.port;

import io.einvoicing.activation.Tenant;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import java.util.Optional;

/**
 * Stores tenants. Thread-safe. Every method throws {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface TenantRepository {
    Optional<Tenant> find(TenantId id);

    /** Returns the tenant that bears the internet domain, which is given in lower case. */
    Optional<Tenant> findByDomain(String domain);

    /**
     * Returns tenants in the order of their ids as texts.
     *
     * @param after id after which to begin; empty for the first ones
     * @param limit at most so many, positive
     */
    List<Tenant> list(Optional<TenantId> after, int limit);

    /**
     * Stores the tenant and its audit record together: revision 1 is inserted, a later one replaces the revision before it.
     *
     * @return NAME_TAKEN if a tenant of that id exists already at revision 1, KEY_TAKEN if another tenant bears the domain
     */
    SaveResult save(Tenant tenant, AuditStamp stamp);
}
