package io.einvoicing.activation;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.port.TenantRepository;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import java.util.List;
import java.util.Optional;

/**
 * Admits callers whose tenant is known and lives in the geography of this service. Thread-safe.
 *
 * <p>Whoever lets callers in from outside asks it first and goes on with the caller that it returns. Only operations of operators,
 * which reach every tenant, are open to callers of a tenant that it refuses.
 */
public final class TenantGate {
    private final TenantRepository tenants;
    private final EndpointDirectory directory;

    public TenantGate(TenantRepository tenants, EndpointDirectory directory) {
        this.tenants = tenants;
        this.directory = directory;
    }

    /** Returns the caller, who has the role CONFIGURE if the service's record names the principal as the tenant's configurator. */
    public Result<Caller> admit(Caller caller) {
        return tenant(caller)
                .fold(
                        tenant -> Result.accepted(
                                tenant.isConfiguredBy(caller.principal()) ? caller.with(Role.CONFIGURE) : caller),
                        Result::refused);
    }

    /** Returns the caller's tenant; refused as UNKNOWN_TENANT or WRONG_GEOGRAPHY if it is not served here. */
    public Result<Tenant> tenant(Caller caller) {
        Optional<Tenant> found = tenants.find(caller.tenant());
        if (found.isEmpty()) {
            return Result.refused(new Refusal(
                    Refusal.Kind.UNKNOWN_TENANT,
                    "tenant " + caller.tenant()
                            + " does not use the service: ask an operator to create it and to activate an ERP instance",
                    List.of()));
        }
        Tenant tenant = found.get();
        return directory.serves(tenant.geography()) ? Result.accepted(tenant) : Result.refused(elsewhere(tenant));
    }

    private Refusal elsewhere(Tenant tenant) {
        Optional<ServiceEndpoint> right = directory.find(tenant.geography());
        return new Refusal(
                Refusal.Kind.WRONG_GEOGRAPHY,
                "tenant " + tenant.id() + " lives in " + tenant.geography() + ", which is not served here: "
                        + right.map(endpoint -> "send the request to " + endpoint.url())
                                .orElse("ask an operator for the address of its service"),
                List.of(),
                Optional.empty(),
                right.map(ServiceEndpoint::url));
    }
}
