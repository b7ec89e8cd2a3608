package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.PolicyView;
import io.einvoicing.usage.PolicyAdministration;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Volumes that the licence grants the caller's tenant. */
@Secured
@Path("/api/v1/usage/policies")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage", description = "Counted documents and balances; needs the role usage")
public final class UsagePoliciesResource {
    private final PolicyAdministration policies;

    UsagePoliciesResource(PolicyAdministration policies) {
        this.policies = policies;
    }

    @GET
    @Operation(
            operationId = "listUsagePolicies",
            summary = "Lists free volume and package size by the month from which they hold")
    @ApiResponse(responseCode = "200", description = "Every policy, the earliest first", useReturnTypeSchema = true)
    public Page<PolicyView> list(@Context SecurityContext security) {
        return Page.whole(PolicyView.of(orRefuse(policies.policies(caller(security)))));
    }
}
