package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.access.Caller;
import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.ServiceActivation;
import io.einvoicing.http.api.OwnTenantView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** The caller's own tenant. */
@Secured
@Path("/api/v1/tenant")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenant", description = "The caller's own tenant; needs a token, with any role or none")
public final class OwnTenantResource {
    private final ServiceActivation activation;
    private final EndpointDirectory directory;

    OwnTenantResource(ServiceActivation activation, EndpointDirectory directory) {
        this.activation = activation;
        this.directory = directory;
    }

    @GET
    @Operation(
            operationId = "getOwnTenant",
            summary = "Returns the own tenant",
            description =
                    "With its geography, the endpoint there, its deployment projects and the roles that the caller has in it."
                            + " Needs no role.")
    @ApiResponse(responseCode = "200", description = "The tenant", useReturnTypeSchema = true)
    public OwnTenantView get(@Context SecurityContext security) {
        Caller caller = caller(security);
        return OwnTenantView.of(orRefuse(activation.own(caller)), directory, caller.roles());
    }
}
