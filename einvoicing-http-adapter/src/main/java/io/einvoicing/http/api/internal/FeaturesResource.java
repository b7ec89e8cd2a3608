package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;
import static io.einvoicing.http.api.internal.Requests.revision;

import io.einvoicing.access.Caller;
import io.einvoicing.feature.FeatureAdministration;
import io.einvoicing.feature.FeatureDerivation;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.http.api.FeatureDifferences;
import io.einvoicing.http.api.FeatureVersionEdit;
import io.einvoicing.http.api.FeatureVersionSummary;
import io.einvoicing.http.api.FeatureVersionView;
import io.einvoicing.http.api.FeatureView;
import io.einvoicing.http.api.Findings;
import io.einvoicing.http.api.NewFeature;
import io.einvoicing.http.api.NewVersion;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.SetupCopy;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Features and their versions. */
@Secured
@Path("/api/v1/features")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features", description = "Features and their versions; needs the role configure")
public final class FeaturesResource {
    private static final String ID = "Id of the feature";
    private static final String EXAMPLE_ID = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a";
    private static final String NUMBER = "Number of the version, from 1";
    private static final String IF_MATCH = "ETag of the answer in which the version was read";
    private static final String VERSION = "/{feature}/versions/{number: [1-9][0-9]{0,8}}";

    private final FeatureAdministration features;
    private final FeatureDerivation derivation;

    FeaturesResource(FeatureAdministration features, FeatureDerivation derivation) {
        this.features = features;
        this.derivation = derivation;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createFeature",
            summary = "Creates a feature of the active provider with a draft as version 1",
            description =
                    "The draft is empty, or has the content of the base from which the feature is derived: a version"
                            + " of the own tenant, of any provider, or one that is shared with it.")
    @ApiResponse(
            responseCode = "201",
            description = "Version 1; Location is its address, ETag its revision",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(responseCode = "404", description = "The base does not exist, or is not shared: not-found")
    @ApiResponse(responseCode = "409", description = "The name is taken: duplicate; the base is a draft: conflict")
    public Response create(NewFeature request, @Context SecurityContext security, @Context UriInfo uri) {
        Caller caller = caller(security);
        return created(
                orRefuse(request.base()
                        .map(base -> derivation.derive(caller, request.name(), base.reference(caller.tenant())))
                        .orElseGet(() -> features.create(caller, request.name()))),
                uri);
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
    @Path("/{feature}")
    @Operation(operationId = "getFeature", summary = "Returns a feature without its versions")
    @ApiResponse(responseCode = "200", description = "The feature", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such feature: not-found")
    public FeatureView feature(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @Context SecurityContext security) {
        return FeatureView.of(orRefuse(features.find(caller(security), id(feature))));
    }

    @DELETE
    @Path("/{feature}")
    @Operation(
            operationId = "deleteFeature",
            summary = "Deletes a feature with all its versions",
            description = "Submissions that were accepted before finish with it; its name is free again. What others"
                    + " derived from it by a share stays. Export it first to keep a copy.")
    @ApiResponse(responseCode = "204", description = "The feature is deleted")
    @ApiResponse(responseCode = "404", description = "The tenant has no such feature: not-found")
    @ApiResponse(
            responseCode = "409",
            description =
                    "It is deployed, from now or from a later instant, or derived from, each use a finding; or it is"
                            + " not of the active provider: conflict")
    public void delete(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @Context SecurityContext security) {
        orRefuse(features.delete(caller(security), id(feature)));
    }

    @GET
    @Path("/{feature}/differences")
    @Operation(operationId = "listDifferences", summary = "Returns what differs between two versions of a feature")
    @ApiResponse(responseCode = "200", description = "Every difference by path", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such version: not-found")
    public FeatureDifferences differences(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @QueryParam("from")
                    @Parameter(description = "Number of the version before", example = "1", required = true)
                    @Nullable
                    String from,
            @QueryParam("to")
                    @Parameter(description = "Number of the version after", example = "2", required = true)
                    @Nullable
                    String to,
            @Context SecurityContext security) {
        int before = Requests.version("from", from);
        int after = Requests.version("to", to);
        return new FeatureDifferences(
                before, after, orRefuse(features.differences(caller(security), id(feature), before, after)));
    }

    @GET
    @Path("/{feature}/versions")
    @Operation(operationId = "listVersions", summary = "Lists all versions of a feature, the oldest first")
    @ApiResponse(responseCode = "200", description = "All versions without their content", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such feature: not-found")
    public Page<FeatureVersionSummary> versions(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @Context SecurityContext security) {
        return Page.whole(orRefuse(features.versions(caller(security), id(feature))).stream()
                .map(FeatureVersionSummary::of)
                .toList());
    }

    @POST
    @Path("/{feature}/versions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createVersion",
            summary = "Creates the draft that follows the latest version",
            description =
                    "Without a body it has the content of the latest version, else that of the version in the body.")
    @ApiResponse(
            responseCode = "201",
            description = "The new draft; Location is its address, ETag its revision",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such feature or version: not-found")
    @ApiResponse(
            responseCode = "409",
            description = "There is a draft already, or the feature is not of the active provider: conflict")
    public Response newVersion(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @OptionalBody @Nullable NewVersion request,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        Caller caller = caller(security);
        return created(
                orRefuse(Optional.ofNullable(request)
                        .flatMap(NewVersion::from)
                        .map(from -> features.newVersion(caller, id(feature), from))
                        .orElseGet(() -> features.newVersion(caller, id(feature)))),
                uri);
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
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @PathParam("number") @Parameter(description = NUMBER, example = "2") int number,
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
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @PathParam("number") @Parameter(description = NUMBER, example = "2") int number,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = IF_MATCH, example = "\"1\"", required = true)
                    @Nullable
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
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @PathParam("number") @Parameter(description = NUMBER, example = "2") int number,
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
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @PathParam("number") @Parameter(description = NUMBER, example = "2") int number,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = IF_MATCH, example = "\"1\"", required = true)
                    @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        return tagged(orRefuse(
                features.complete(caller(security), id(feature), number, revision(ifMatch)),
                () -> get(feature, number, security)));
    }

    @POST
    @Path(VERSION + "/setups")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "copySetup",
            summary = "Adds a copy of a feature setup to a draft",
            description =
                    "The original may be in the same draft, another version or another feature of the tenant. What it"
                            + " names outside itself, such as format configurations, is not copied.")
    @ApiResponse(
            responseCode = "200",
            description = "The draft as it now is; ETag is its revision",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such version or setup: not-found")
    @ApiResponse(
            responseCode = "409",
            description = "The draft has a setup of the name: duplicate; the version is no draft: conflict")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response copySetup(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @PathParam("number") @Parameter(description = NUMBER, example = "2") int number,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = IF_MATCH, example = "\"1\"", required = true)
                    @Nullable
                    String ifMatch,
            SetupCopy request,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        long revision = revision(ifMatch);
        FeatureId from = request.from().feature().orElseGet(() -> id(feature));
        int version = request.from()
                .version()
                .orElseGet(() -> from.equals(id(feature))
                        ? number
                        : orRefuse(features.find(caller, from)).latest().number());
        return tagged(orRefuse(
                features.copySetup(
                        caller,
                        id(feature),
                        number,
                        revision,
                        request.name(),
                        from,
                        version,
                        request.from().setup()),
                () -> get(feature, number, security)));
    }

    @DELETE
    @Path(VERSION)
    @Operation(operationId = "deleteDraft", summary = "Removes a draft; the version before it is the latest again")
    @ApiResponse(responseCode = "204", description = "The draft is removed")
    @ApiResponse(responseCode = "404", description = "The tenant has no such version: not-found")
    @ApiResponse(
            responseCode = "409",
            description = "The version is no draft, or the only one of the feature: conflict")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it at the same time: stale-revision")
    public void deleteDraft(
            @PathParam("feature") @Parameter(description = ID, example = EXAMPLE_ID) String feature,
            @PathParam("number") @Parameter(description = NUMBER, example = "2") int number,
            @Context SecurityContext security) {
        orRefuse(features.deleteDraft(caller(security), id(feature), number));
    }

    private static FeatureId id(String feature) {
        return pathId("feature", FeatureId::parse, feature);
    }

    private static Response tagged(FeatureVersion version) {
        return Response.ok(FeatureVersionView.of(version))
                .tag(Requests.tag(version.revision()))
                .build();
    }

    static Response created(FeatureVersion version, UriInfo uri) {
        return Response.created(uri.getBaseUriBuilder()
                        .path(FeaturesResource.class)
                        .path("{feature}/versions/{number}")
                        .build(version.feature(), version.number()))
                .tag(Requests.tag(version.revision()))
                .entity(FeatureVersionView.of(version))
                .build();
    }
}
