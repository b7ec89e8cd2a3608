package io.einvoicing.http.api;

import io.einvoicing.activation.Configurator;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.TenantDetails;
import io.einvoicing.kernel.TenantId;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Request to create a tenant.
 *
 * @param id the organization's Microsoft Entra tenant id, or any other UUID
 * @param name for people
 * @param domain the organization's internet domain such as {@code contoso.com}, which no other tenant bears
 * @param geography where its service runs
 * @param billingZone zone in which its days and months are counted, such as {@code Europe/Berlin}
 * @param configurator the first person who may configure it
 */
public record NewTenant(
        TenantId id,
        String name,
        Optional<String> domain,
        Geography geography,
        ZoneId billingZone,
        Optional<Configurator> configurator) {
    public NewTenant {
        domain = new TenantDetails(name, domain, configurator).domain();
    }

    /** Requests a tenant without domain and configurator. */
    public NewTenant(TenantId id, String name, Geography geography, ZoneId billingZone) {
        this(id, name, Optional.empty(), geography, billingZone, Optional.empty());
    }

    /** Returns what an operator can change later. */
    public TenantDetails details() {
        return new TenantDetails(name, domain, configurator);
    }
}
