package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureReference;
import io.einvoicing.feature.FeatureSharing;
import io.einvoicing.http.api.FeatureVersionView;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.SharedFeatureView;
import io.einvoicing.kernel.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** Features that other organizations share with the own one. */
@Secured
@Path("/api/v1/shared-features")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features", description = "Features and their versions; needs the role configure")
public final class SharedFeaturesResource {
    private final FeatureSharing sharing;

    SharedFeaturesResource(FeatureSharing sharing) {
        this.sharing = sharing;
    }

    @GET
    @Operation(
            operationId = "listSharedFeatures",
            summary = "Lists the features that other organizations share with the own one")
    @ApiResponse(
            responseCode = "200",
            description = "All of them; none while the own tenant has no domain",
            useReturnTypeSchema = true)
    public Page<SharedFeatureView> list(@Context SecurityContext security) {
        return Page.whole(orRefuse(sharing.sharedWithOwn(caller(security))).stream()
                .map(SharedFeatureView::of)
                .toList());
    }

    @GET
    @Path("/{tenant}/{feature}/versions/{number: [1-9][0-9]{0,8}}")
    @Operation(
            operationId = "getSharedVersion",
            summary = "Returns a version of a shared feature with its content",
            description = "To derive a feature from it, create one with this base.")
    @ApiResponse(
            responseCode = "200",
            description = "The version",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(
            responseCode = "404",
            description = "No such version is shared with the own tenant; drafts never are: not-found")
    public FeatureVersionView get(
            @PathParam("tenant")
                    @Parameter(
                            description = "The organization that shares it",
                            example = "6384e2b2-184b-4bf5-8ecc-f10ca7a6563c")
                    String tenant,
            @PathParam("feature")
                    @Parameter(description = "Id of the feature", example = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a")
                    String feature,
            @PathParam("number") @Parameter(description = "Number of the version, from 1", example = "2") int number,
            @Context SecurityContext security) {
        return FeatureVersionView.of(orRefuse(sharing.sharedVersion(
                caller(security),
                new FeatureReference(
                        pathId("tenant", TenantId::parse, tenant),
                        pathId("feature", FeatureId::parse, feature),
                        number))));
    }
}
