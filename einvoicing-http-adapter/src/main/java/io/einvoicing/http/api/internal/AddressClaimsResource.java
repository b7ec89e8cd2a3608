package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.http.api.Page;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.vault.AddressClaim;
import io.einvoicing.vault.ClaimAdministration;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Which key vaults and containers belong to a tenant. */
@Secured
@AcrossTenants
@Path("/api/v1/tenants/{tenant}/addresses")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants")
public final class AddressClaimsResource {
    private static final String ID = "Id of the tenant";
    private static final String EXAMPLE_ID = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a";

    private final ClaimAdministration claims;

    AddressClaimsResource(ClaimAdministration claims) {
        this.claims = claims;
    }

    @GET
    @Operation(
            operationId = "listAddresses",
            summary = "Lists the key vaults and containers that belong to a tenant",
            description =
                    "Each belongs to the tenant that was the first to get an answer from it; no other tenant can use it.")
    @ApiResponse(responseCode = "200", description = "All of them, by address", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "There is no such tenant: not-found")
    public Page<AddressClaim> list(
            @PathParam("tenant") @Parameter(description = ID, example = EXAMPLE_ID) String tenant,
            @Context SecurityContext security) {
        return Page.whole(orRefuse(claims.list(caller(security), pathId("tenant", TenantId::parse, tenant))));
    }

    @DELETE
    @Operation(
            operationId = "releaseAddress",
            summary = "Takes a key vault or container from a tenant",
            description =
                    "For an address that was claimed by mistake. It belongs to whom uses it next; nodes follow within a minute."
                            + " Remove it from the tenant's environments and connected applications first, for they claim it again.")
    @ApiResponse(responseCode = "204", description = "The address belongs to nobody")
    @ApiResponse(responseCode = "404", description = "It does not belong to the tenant: not-found")
    public void release(
            @PathParam("tenant") @Parameter(description = ID, example = EXAMPLE_ID) String tenant,
            @QueryParam("address")
                    @DefaultValue("")
                    @Parameter(
                            required = true,
                            description = "The address as the list gives it",
                            example = "https://contoso.vault.azure.net/")
                    String address,
            @Context SecurityContext security) {
        checked(
                "address",
                () -> orRefuse(claims.release(caller(security), pathId("tenant", TenantId::parse, tenant), address)));
    }
}
