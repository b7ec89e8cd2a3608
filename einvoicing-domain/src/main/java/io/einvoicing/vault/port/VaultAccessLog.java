package io.einvoicing.vault.port;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.VaultAccess;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps every access to a vault for good: records are added, never changed or removed. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface VaultAccessLog {
    /** Adds a record durably; the same id again changes nothing. */
    void add(VaultAccess access);

    /**
     * Returns accesses of the tenant, the newest first, by instant and then id.
     *
     * @param after the last access of the page before; empty for the first page; an unknown id gives an empty page
     * @param limit at most so many, 1 to 1,000
     */
    List<VaultAccess> list(TenantId tenant, VaultAccess.Filter filter, Optional<UUID> after, int limit);
}
