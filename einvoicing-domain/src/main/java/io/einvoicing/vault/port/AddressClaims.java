package io.einvoicing.vault.port;

import io.einvoicing.audit.AuditStamp;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.AddressClaim;
import java.util.List;
import java.util.Optional;

/**
 * Keeps which vault and which container belongs to which tenant: each to one at most. Thread-safe. Every method throws
 * {@link io.einvoicing.kernel.StoreUnavailableException} if there was no answer.
 */
public interface AddressClaims {
    Optional<AddressClaim> find(String address);

    /**
     * Stores the claim unless the address is claimed. Of several tenants that claim one address at once, one gets it.
     *
     * @return the claim that stands, which may be another tenant's
     */
    AddressClaim claim(AddressClaim claim);

    /** Returns the tenant's claims, by address. */
    List<AddressClaim> list(TenantId tenant);

    /**
     * Takes the claim away, together with the audit record, so that another tenant can claim the address.
     *
     * @return false if the tenant has no such claim; then nothing was recorded
     */
    boolean release(TenantId tenant, String address, AuditStamp stamp);
}
