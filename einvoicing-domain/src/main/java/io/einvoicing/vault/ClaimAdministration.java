package io.einvoicing.vault;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.port.AddressClaims;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Shows operators which vaults and containers belong to a tenant, and releases what a tenant claimed by mistake. Thread-safe. Every
 * operation needs the role {@link Role#OPERATE}.
 */
public final class ClaimAdministration {
    private final AddressClaims claims;
    private final TenantRepository tenants;
    private final InstantSource clock;

    public ClaimAdministration(AddressClaims claims, TenantRepository tenants, InstantSource clock) {
        this.claims = claims;
        this.tenants = tenants;
        this.clock = clock;
    }

    /** Returns what the tenant claimed, by address. NOT_FOUND if there is no such tenant. */
    public Result<List<AddressClaim>> list(Caller caller, TenantId tenant) {
        return ofTenant(caller, tenant, () -> Result.accepted(claims.list(tenant)));
    }

    /**
     * Takes an address from a tenant, so that the next tenant that uses it has it. NOT_FOUND if there is no such tenant or the
     * address is not the tenant's; the refusal does not repeat it. What uses the address claims it again unless another tenant was
     * faster.
     *
     * @param address as {@link #list} gives it, 1 to {@value io.einvoicing.kernel.Require#TEXT_LENGTH} characters
     */
    public Result<String> release(Caller caller, TenantId tenant, String address) {
        return ofTenant(caller, tenant, () -> {
            if (Require.text("address", address, Require.TEXT_LENGTH).isBlank()) {
                throw new IllegalArgumentException("address must not be empty");
            }
            return claims.release(tenant, address, AuditStamp.of(caller, clock.instant(), "address.release"))
                    ? Result.accepted(address)
                    : Result.refused(Refusal.notFound("that address of tenant " + tenant));
        });
    }

    private <T> Result<T> ofTenant(Caller caller, TenantId tenant, Supplier<Result<T>> operation) {
        return caller.lacks(Role.OPERATE)
                .<Result<T>>map(Result::refused)
                .orElseGet(() -> tenants.find(tenant).isPresent()
                        ? operation.get()
                        : Result.refused(Refusal.notFound("tenant " + tenant)));
    }
}
