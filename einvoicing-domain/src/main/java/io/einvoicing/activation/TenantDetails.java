package io.einvoicing.activation;

import io.einvoicing.kernel.Require;
import java.util.Optional;

/**
 * What an operator can change about a tenant.
 *
 * @param name for people
 * @param domain the organization's internet domain such as {@code contoso.com}, which no other tenant bears; kept in lower case
 * @param configurator the first person who may configure the tenant
 */
public record TenantDetails(String name, Optional<String> domain, Optional<Configurator> configurator) {
    public TenantDetails {
        Require.name("name", name);
        domain = domain.map(text -> Require.domain("domain", text));
    }

    /** Returns the details of a tenant with a name and nothing else. */
    public static TenantDetails named(String name) {
        return new TenantDetails(name, Optional.empty(), Optional.empty());
    }
}
