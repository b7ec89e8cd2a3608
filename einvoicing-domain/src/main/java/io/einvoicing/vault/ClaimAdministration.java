package io.einvoicing.vault;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.port.AddressClaims;
import java.time.InstantSource;
import java.util.List;

/**
 * Shows operators which vaults and containers belong to a tenant, and releases what a tenant claimed by mistake. Thread-safe. Every
 * operation needs the role {@link Role#OPERATE}.
 */
public final class ClaimAdministration {
    private final AddressClaims claims;
    private final InstantSource clock;

    public ClaimAdministration(AddressClaims claims, InstantSource clock) {
        this.claims = claims;
        this.clock = clock;
    }

    /** Returns what the tenant claimed, by address; nothing for an unknown tenant. */
    public Result<List<AddressClaim>> list(Caller caller, TenantId tenant) {
        return caller.lacks(Role.OPERATE)
                .<Result<List<AddressClaim>>>map(Result::refused)
                .orElseGet(() -> Result.accepted(claims.list(tenant)));
    }

    /**
     * Takes an address from a tenant, so that the next tenant that uses it has it. NOT_FOUND if it is not the tenant's. What uses the
     * address claims it again unless another tenant was faster.
     *
     * @param address as {@link #list} gives it
     */
    public Result<String> release(Caller caller, TenantId tenant, String address) {
        return caller.lacks(Role.OPERATE)
                .<Result<String>>map(Result::refused)
                .orElseGet(
                        () -> claims.release(tenant, address, AuditStamp.of(caller, clock.instant(), "address.release"))
                                ? Result.accepted(address)
                                : Result.refused(Refusal.notFound("address \"" + address + "\" of tenant " + tenant)));
    }
}
