package io.einvoicing.audit.port;

import io.einvoicing.audit.AuditEntry;
import io.einvoicing.audit.AuditFilter;
import io.einvoicing.audit.AuditRecord;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import java.util.List;
import java.util.Optional;

/** Reads the records that the repositories wrote together with each change. Thread-safe. */
public interface AuditTrail {
    /**
     * Returns the newest records of a tenant, newest first; no more than {@link #find} has on its first page.
     *
     * @param limit at most so many, 1 to 1,000
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer
     */
    List<AuditRecord> newest(TenantId tenant, int limit);

    /**
     * Returns those records of a tenant that the filter includes, newest first.
     *
     * <p>However large the states are, what is held at a time stays bounded: a page ends early, with the record by which its states
     * reach {@link Slice#MAX_CHARACTERS} characters.
     *
     * @param after the id of the last record of the page before
     * @param limit at most so many, 1 to 1,000
     * @throws io.einvoicing.kernel.StoreUnavailableException if there was no answer
     */
    Slice<AuditEntry> find(TenantId tenant, AuditFilter filter, Optional<Long> after, int limit);
}
