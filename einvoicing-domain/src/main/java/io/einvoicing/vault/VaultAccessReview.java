package io.einvoicing.vault;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.Result;
import io.einvoicing.vault.port.VaultAccessLog;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads who used the tenant's vaults, when, for what and with which outcome. Thread-safe. */
public final class VaultAccessReview {
    private final VaultAccessLog log;

    public VaultAccessReview(VaultAccessLog log) {
        this.log = log;
    }

    /**
     * Returns accesses of the caller's tenant, the newest first; needs the role {@link Role#CONFIGURE}.
     *
     * @param after the last access of the page before; empty for the first page
     * @param limit at most so many, 1 to 1,000
     */
    public Result<List<VaultAccess>> accesses(
            Caller caller, VaultAccess.Filter filter, Optional<UUID> after, int limit) {
        return caller.lacks(Role.CONFIGURE)
                .<Result<List<VaultAccess>>>map(Result::refused)
                .orElseGet(() -> Result.accepted(log.list(caller.tenant(), filter, after, limit)));
    }
}
