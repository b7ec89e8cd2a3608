package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.health.HealthWatch;
import io.einvoicing.http.api.VaultHealthView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Looks at the vault and the container of an environment. */
@Secured
@Path("/api/v1/environments/{environment}/health-checks")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Key vaults")
public final class HealthChecksResource {
    private final HealthWatch health;

    HealthChecksResource(HealthWatch health) {
        this.health = health;
    }

    @POST
    @Operation(
            operationId = "checkVaultHealth",
            summary = "Looks at an environment's vault and container now",
            description = "Every declared object is read anew; what changed is announced as a notification.")
    @ApiResponse(responseCode = "200", description = "How they are", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    @ApiResponse(responseCode = "409", description = "The environment was never published: conflict")
    public VaultHealthView check(
            @PathParam("environment")
                    @Parameter(description = "Id of the environment", example = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a")
                    String environment,
            @Context SecurityContext security) {
        EnvironmentId id = pathId("environment", EnvironmentId::parse, environment);
        return VaultHealthView.of(orRefuse(health.check(caller(security), id)));
    }
}
