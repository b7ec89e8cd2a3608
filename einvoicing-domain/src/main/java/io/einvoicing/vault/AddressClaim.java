package io.einvoicing.vault;

import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;

/**
 * Says that a key vault or a container belongs to a tenant. The service's principal reads the vaults of all tenants; without
 * claims one tenant could name another's vault and use what is in it.
 *
 * @param address of a vault's server or folder, or of a container without its token, as
 *     {@link io.einvoicing.kernel.CanonicalAddress} writes it
 * @param since when the tenant first used it
 */
public record AddressClaim(TenantId tenant, String address, Instant since) {
    public AddressClaim {
        Require.text("address", address, Require.TEXT_LENGTH);
    }
}
