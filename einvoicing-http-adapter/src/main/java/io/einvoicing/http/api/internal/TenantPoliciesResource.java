package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.http.api.PolicyRequest;
import io.einvoicing.http.api.PolicyView;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.usage.PolicyAdministration;
import io.einvoicing.usage.UsagePolicy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.YearMonth;

/** Volumes that the licence grants, as the operator sets them. */
@Secured
@AcrossTenants
@Path("/api/v1/tenants/{tenant}/usage-policies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants", description = "Tenants and service activation; needs the role operate")
public final class TenantPoliciesResource {
    private final PolicyAdministration policies;

    TenantPoliciesResource(PolicyAdministration policies) {
        this.policies = policies;
    }

    @PUT
    @Path("/{month}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setUsagePolicy",
            summary = "Sets free volume and package size from a month on, until the next change",
            description = "Never alters a month that has closed. Repeatable.")
    @ApiResponse(responseCode = "200", description = "The policy", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "There is no such tenant: not-found")
    @ApiResponse(responseCode = "409", description = "The month has closed: conflict")
    public PolicyView set(
            @PathParam("tenant") @Parameter(description = "Id of the tenant") String tenant,
            @PathParam("month") @Parameter(description = "First month, such as 2027-01") String month,
            PolicyRequest request,
            @Context SecurityContext security) {
        YearMonth from = checked("month", () -> UsageQuery.month(month));
        UsagePolicy policy = checked("", () -> new UsagePolicy(request.freeVolume(), request.packageSize()));
        orRefuse(policies.set(caller(security), pathId("tenant", TenantId::parse, tenant), from, policy));
        return PolicyView.of(from, policy);
    }
}
