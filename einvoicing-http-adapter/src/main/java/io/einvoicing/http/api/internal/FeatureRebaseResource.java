package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.feature.FeatureDerivation;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.http.api.FeatureVersionView;
import io.einvoicing.http.api.Rebase;
import io.einvoicing.http.api.RebasePreview;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import org.jspecify.annotations.Nullable;

/** Brings a derived feature up to a later version of its base. */
@Secured
@Path("/api/v1/features/{feature}/rebase")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features", description = "Features and their versions; needs the role configure")
public final class FeatureRebaseResource {
    private static final String ID = "Id of the derived feature";
    private static final String EXAMPLE_ID = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a";

    private final FeatureDerivation derivation;

    FeatureRebaseResource(FeatureDerivation derivation) {
        this.derivation = derivation;
    }

    @GET
    @Operation(
            operationId = "previewRebase",
            summary = "Returns what merging a version of the base feature would change, and where it conflicts",
            description = "A three-way merge of the version of the base on which the latest version stands, the latest"
                    + " version (mine) and the version of the base that is asked for (theirs).")
    @ApiResponse(responseCode = "200", description = "Changes and conflicts by path", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "404",
            description = "The tenant has no such feature, or may not read the base any more: not-found")
    @ApiResponse(
            responseCode = "409",
            description = "The feature is derived from nothing or not of the active provider: conflict")
    public RebasePreview preview(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @QueryParam("baseVersion")
                    @Parameter(
                            description = "Number of the version of the base feature",
                            example = "3",
                            required = true)
                    @Nullable
                    String baseVersion,
            @Context SecurityContext security) {
        int number = Requests.version("baseVersion", baseVersion);
        return RebasePreview.of(orRefuse(derivation.preview(caller(security), id(feature), number)));
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "rebase",
            summary = "Creates the next draft with a version of the base feature merged into it",
            description = "Every conflict that the preview shows needs a resolution.")
    @ApiResponse(
            responseCode = "201",
            description = "The new draft; Location is its address, ETag its revision",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(
            responseCode = "404",
            description = "The tenant has no such feature, or may not read the base any more: not-found")
    @ApiResponse(
            responseCode = "409",
            description = "Conflicts are unresolved, each a finding, or there is a draft already: conflict")
    @ApiResponse(
            responseCode = "422",
            description = "A resolution is for a place where nothing collides: invalid-content")
    public Response rebase(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            Rebase request,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        return FeaturesResource.created(
                orRefuse(derivation.rebase(caller(security), id(feature), request.baseVersion(), request.sides())),
                uri);
    }

    private static FeatureId id(String feature) {
        return pathId("feature", FeatureId::parse, feature);
    }
}
