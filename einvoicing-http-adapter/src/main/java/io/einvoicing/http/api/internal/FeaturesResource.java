package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;
import static io.einvoicing.http.api.internal.Requests.revision;

import io.einvoicing.access.Caller;
import io.einvoicing.feature.FeatureAdministration;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.http.api.FeatureVersionEdit;
import io.einvoicing.http.api.FeatureVersionSummary;
import io.einvoicing.http.api.FeatureVersionView;
import io.einvoicing.http.api.FeatureView;
import io.einvoicing.http.api.Findings;
import io.einvoicing.http.api.NewFeature;
import io.einvoicing.http.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Features and their versions. */
@Secured
@Path("/api/v1/features")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features", description = "Features and their versions; needs the role configure")
public final class FeaturesResource {
    private static final String ID = "Id of the feature";
    private static final String NUMBER = "Number of the version, from 1";
    private static final String IF_MATCH = "ETag of the answer in which the version was read";
    private static final String VERSION = "/{feature}/versions/{number: [1-9][0-9]{0,8}}";

    private final FeatureAdministration features;

    FeaturesResource(FeatureAdministration features) {
        this.features = features;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createFeature", summary = "Creates a feature with an empty draft as version 1")
    @ApiResponse(
            responseCode = "201",
            description = "Version 1; Location is its address, ETag its revision",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(responseCode = "409", description = "The name is taken: duplicate")
    public Response create(NewFeature request, @Context SecurityContext security, @Context UriInfo uri) {
        return created(orRefuse(features.create(caller(security), request.name())), uri);
    }

    @GET
    @Operation(operationId = "listFeatures", summary = "Lists all features of the tenant by name")
    @ApiResponse(responseCode = "200", description = "All features", useReturnTypeSchema = true)
    public Page<FeatureView> list(@Context SecurityContext security) {
        return Page.whole(orRefuse(features.list(caller(security))).stream()
                .map(FeatureView::of)
                .toList());
    }

    @GET
    @Path("/{feature}/versions")
    @Operation(operationId = "listVersions", summary = "Lists all versions of a feature, the oldest first")
    @ApiResponse(responseCode = "200", description = "All versions without their content", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such feature: not-found")
    public Page<FeatureVersionSummary> versions(
            @PathParam("feature") @Parameter(description = ID) String feature, @Context SecurityContext security) {
        return Page.whole(orRefuse(features.versions(caller(security), id(feature))).stream()
                .map(FeatureVersionSummary::of)
                .toList());
    }

    @POST
    @Path("/{feature}/versions")
    @Operation(
            operationId = "createVersion",
            summary = "Creates the draft that follows the latest version, with its content")
    @ApiResponse(
            responseCode = "201",
            description = "The new draft; Location is its address, ETag its revision",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such feature: not-found")
    @ApiResponse(responseCode = "412", description = "Somebody else created it at the same time: stale-revision")
    public Response newVersion(
            @PathParam("feature") @Parameter(description = ID) String feature,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        return created(orRefuse(features.newVersion(caller(security), id(feature))), uri);
    }

    @GET
    @Path(VERSION)
    @Operation(operationId = "getVersion", summary = "Returns a version with its content")
    @ApiResponse(
            responseCode = "200",
            description = "The version; ETag is its revision",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such version: not-found")
    public Response get(
            @PathParam("feature") @Parameter(description = ID) String feature,
            @PathParam("number") @Parameter(description = NUMBER) int number,
            @Context SecurityContext security) {
        return tagged(orRefuse(features.find(caller(security), id(feature), number)));
    }

    @PUT
    @Path(VERSION)
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "editVersion", summary = "Replaces the content of a draft")
    @ApiResponse(
            responseCode = "200",
            description = "The draft as it now is; ETag is its revision",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such version: not-found")
    @ApiResponse(responseCode = "409", description = "The version is no draft: conflict")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response edit(
            @PathParam("feature") @Parameter(description = ID) String feature,
            @PathParam("number") @Parameter(description = NUMBER) int number,
            @HeaderParam(HttpHeaders.IF_MATCH) @Parameter(description = IF_MATCH, required = true) @Nullable
                    String ifMatch,
            FeatureVersionEdit request,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        long revision = revision(ifMatch);
        Instant effectiveFrom = request.effectiveFrom()
                .orElseGet(() ->
                        orRefuse(features.find(caller, id(feature), number)).effectiveFrom());
        return tagged(orRefuse(
                features.edit(caller, id(feature), number, revision, request.content(), effectiveFrom),
                () -> get(feature, number, security)));
    }

    @GET
    @Path(VERSION + "/findings")
    @Operation(operationId = "validateVersion", summary = "Returns everything that is wrong with a version")
    @ApiResponse(
            responseCode = "200",
            description = "All findings, by setup, action and parameter",
            useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such version: not-found")
    public Findings validate(
            @PathParam("feature") @Parameter(description = ID) String feature,
            @PathParam("number") @Parameter(description = NUMBER) int number,
            @Context SecurityContext security) {
        return new Findings(orRefuse(features.validate(caller(security), id(feature), number)));
    }

    @POST
    @Path(VERSION + "/completion")
    @Operation(operationId = "completeVersion", summary = "Freezes a draft so that it can be deployed")
    @ApiResponse(
            responseCode = "200",
            description = "The version, completed; ETag is its revision",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such version: not-found")
    @ApiResponse(responseCode = "409", description = "The version is no draft: conflict")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "422", description = "The checks found faults, each with its remedy: invalid-content")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response complete(
            @PathParam("feature") @Parameter(description = ID) String feature,
            @PathParam("number") @Parameter(description = NUMBER) int number,
            @HeaderParam(HttpHeaders.IF_MATCH) @Parameter(description = IF_MATCH, required = true) @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        return tagged(orRefuse(
                features.complete(caller(security), id(feature), number, revision(ifMatch)),
                () -> get(feature, number, security)));
    }

    private static FeatureId id(String feature) {
        return pathId("feature", FeatureId::parse, feature);
    }

    private static Response tagged(FeatureVersion version) {
        return Response.ok(FeatureVersionView.of(version))
                .tag(Requests.tag(version.revision()))
                .build();
    }

    private static Response created(FeatureVersion version, UriInfo uri) {
        return Response.created(uri.getBaseUriBuilder()
                        .path(FeaturesResource.class)
                        .path("{feature}/versions/{number}")
                        .build(version.feature(), version.number()))
                .tag(Requests.tag(version.revision()))
                .entity(FeatureVersionView.of(version))
                .build();
    }
}
