package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.feature.FeatureDeployments;
import io.einvoicing.feature.FeatureId;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Deployments of a feature. */
@Secured
@Path("/api/v1/features/{feature}/deployments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features", description = "Features and their versions; needs the role configure")
public final class FeatureDeploymentsResource {
    private final FeatureDeployments deployments;

    FeatureDeploymentsResource(FeatureDeployments deployments) {
        this.deployments = deployments;
    }

    @GET
    @Operation(
            operationId = "listDeploymentsOfFeature",
            summary = "Lists all deployments of a feature to any environment, canceled ones included")
    @ApiResponse(responseCode = "200", description = "All deployments, the oldest first", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such feature: not-found")
    public Page<DeploymentView> list(
            @PathParam("feature")
                    @Parameter(description = "Id of the feature", example = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a")
                    String feature,
            @Context SecurityContext security) {
        FeatureId id = pathId("feature", FeatureId::parse, feature);
        return Page.whole(orRefuse(deployments.of(caller(security), id)).stream()
                .map(DeploymentView::of)
                .toList());
    }
}
