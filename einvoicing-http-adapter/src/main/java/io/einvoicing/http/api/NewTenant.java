package io.einvoicing.http.api;

import io.einvoicing.activation.Geography;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.time.ZoneId;

/**
 * Request to create a tenant.
 *
 * @param id the organization's Microsoft Entra tenant id, or any other UUID
 * @param name for people
 * @param geography where its service runs
 * @param billingZone zone in which its days and months are counted, such as {@code Europe/Berlin}
 */
public record NewTenant(TenantId id, String name, Geography geography, ZoneId billingZone) {
    public NewTenant {
        Require.name("name", name);
    }
}
