package io.einvoicing.audit.port;

import io.einvoicing.audit.AuditRecord;
import io.einvoicing.kernel.TenantId;
import java.util.List;

/** Reads the records that the repositories wrote together with each change. Thread-safe. */
public interface AuditTrail {
    /**
     * Returns the newest records of a tenant, newest first.
     *
     * @param limit at most so many, 1 to 1,000
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer
     */
    List<AuditRecord> newest(TenantId tenant, int limit);
}
