package io.einvoicing.activation.port;

import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.SaveResult;
import io.einvoicing.kernel.TenantId;

/**
 * Stores which service each tenant configures. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface ServiceParametersRepository {
    /** Returns the tenant's parameters; {@link ServiceParameters#unset} if they were never saved. */
    ServiceParameters find(TenantId tenant);

    /**
     * Stores the parameters and their audit record together: revision 2 is inserted, a later one replaces the revision before it.
     *
     * @return SAVED or STALE
     * @throws IllegalArgumentException if the revision is below 2: revision 1 is never stored
     */
    SaveResult save(ServiceParameters parameters, AuditStamp stamp);
}
