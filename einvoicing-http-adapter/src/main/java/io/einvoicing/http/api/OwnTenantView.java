package io.einvoicing.http.api;

import io.einvoicing.access.Role;
import io.einvoicing.activation.Activation;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceEndpoint;
import io.einvoicing.activation.Tenant;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The caller's own tenant.
 *
 * @param id the organization
 * @param name for people
 * @param domain the organization's internet domain
 * @param geography where its service runs
 * @param endpoint address of the service in that geography
 * @param activations deployment projects; the enabled ones' applications may submit
 * @param roles what the caller may do: the roles of the token, and CONFIGURE for the first configurator of the tenant
 */
public record OwnTenantView(
        TenantId id,
        String name,
        Optional<String> domain,
        Geography geography,
        Optional<URI> endpoint,
        List<Activation> activations,
        List<Role> roles) {
    public OwnTenantView {
        activations = List.copyOf(activations);
        roles = List.copyOf(roles);
    }

    /** Shows a tenant to a caller with those roles. */
    public static OwnTenantView of(Tenant tenant, EndpointDirectory directory, Set<Role> roles) {
        return new OwnTenantView(
                tenant.id(),
                tenant.name(),
                tenant.domain(),
                tenant.geography(),
                directory.find(tenant.geography()).map(ServiceEndpoint::url),
                tenant.activations(),
                roles.stream().sorted().toList());
    }
}
