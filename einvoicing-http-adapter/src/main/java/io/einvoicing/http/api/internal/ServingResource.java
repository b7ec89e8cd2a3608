package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureDeployments;
import io.einvoicing.http.api.DeploymentView;
import io.einvoicing.http.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Which feature versions serve in an environment. */
@Secured
@Path("/api/v1/environments/{environment}/serving")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features", description = "Features and their versions; needs the role configure")
public final class ServingResource {
    private final FeatureDeployments deployments;
    private final InstantSource clock;

    ServingResource(FeatureDeployments deployments, InstantSource clock) {
        this.deployments = deployments;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "listServing",
            summary = "Lists which version of each feature serves in an environment at an instant",
            description =
                    "Of the deployments that have started and stand, the one that started last serves; of several at"
                            + " one instant, the higher version.")
    @ApiResponse(
            responseCode = "200",
            description = "The deployment that serves, one for each feature that does",
            useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    public Page<DeploymentView> list(
            @PathParam("environment")
                    @Parameter(description = "Id of the environment", example = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a")
                    String environment,
            @QueryParam("at")
                    @Parameter(
                            description = "The instant, past or future; absent = now",
                            example = "2027-01-01T00:00:00Z")
                    @Nullable
                    String at,
            @Context SecurityContext security) {
        EnvironmentId id = pathId("environment", EnvironmentId::parse, environment);
        Instant instant = Requests.instant("at", at).orElseGet(clock::instant);
        return Page.whole(orRefuse(deployments.serving(caller(security), id, instant)).stream()
                .map(DeploymentView::of)
                .toList());
    }
}
