package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureShare;
import io.einvoicing.feature.FeatureSharing;
import io.einvoicing.http.api.NewShare;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.ShareView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/** With whom a feature is shared. */
@Secured
@Path("/api/v1/features/{feature}/shares")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features", description = "Features and their versions; needs the role configure")
public final class FeatureSharesResource {
    private static final String ID = "Id of the feature";
    private static final String EXAMPLE_ID = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a";

    private final FeatureSharing sharing;

    FeatureSharesResource(FeatureSharing sharing) {
        this.sharing = sharing;
    }

    @GET
    @Operation(operationId = "listShares", summary = "Lists with whom a feature is shared, by domain")
    @ApiResponse(responseCode = "200", description = "All shares", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such feature: not-found")
    public Page<ShareView> list(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @Context SecurityContext security) {
        return Page.whole(orRefuse(sharing.sharesOf(caller(security), id(feature))).stream()
                .map(ShareView::of)
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "shareFeature",
            summary = "Shares a feature with another organization",
            description = "Its versions other than drafts, later ones too. The organization need not use the service"
                    + " yet.")
    @ApiResponse(
            responseCode = "201",
            description = "The share; Location is its address",
            content = @Content(schema = @Schema(implementation = ShareView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such feature: not-found")
    @ApiResponse(
            responseCode = "409",
            description =
                    "It is shared with the domain already: duplicate; it has only a draft, or is not of the active"
                            + " provider: conflict")
    public Response share(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            NewShare request,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        FeatureId id = id(feature);
        FeatureShare share =
                ProblemException.checked("", () -> orRefuse(sharing.share(caller(security), id, request.domain())));
        return Response.created(
                        uri.getAbsolutePathBuilder().path(share.domain()).build())
                .entity(ShareView.of(share))
                .build();
    }

    @DELETE
    @Path("/{domain}")
    @Operation(
            operationId = "unshareFeature",
            summary = "Withdraws a feature from another organization",
            description = "What the organization derived from it stays.")
    @ApiResponse(responseCode = "204", description = "The feature is shared with the organization no more")
    @ApiResponse(
            responseCode = "404",
            description = "The tenant has no such feature, or does not share it with the domain: not-found")
    public void unshare(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @PathParam("domain")
                    @Parameter(description = "Internet domain of the organization", example = "fabrikam.com")
                    String domain,
            @Context SecurityContext security) {
        FeatureId id = id(feature);
        ProblemException.checked("domain", () -> orRefuse(sharing.unshare(caller(security), id, domain)));
    }

    private static FeatureId id(String feature) {
        return pathId("feature", FeatureId::parse, feature);
    }
}
