package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pageSize;
import static io.einvoicing.http.api.internal.Requests.pathId;
import static io.einvoicing.http.api.internal.Requests.query;
import static io.einvoicing.http.api.internal.Requests.revision;

import io.einvoicing.environment.EnvironmentAdministration;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.EnvironmentSettings;
import io.einvoicing.environment.Publication;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Deployment;
import io.einvoicing.feature.FeatureDeployments;
import io.einvoicing.http.api.DeploymentView;
import io.einvoicing.http.api.DifferencesView;
import io.einvoicing.http.api.EnvironmentName;
import io.einvoicing.http.api.EnvironmentView;
import io.einvoicing.http.api.Findings;
import io.einvoicing.http.api.NewDeployment;
import io.einvoicing.http.api.NewEnvironment;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.PublicationView;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.Slice;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
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
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Service environments, their publication, and the features deployed to them. */
@Secured
@Path("/api/v1/environments")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Environments", description = "Service environments and deployments; needs the role configure")
public final class EnvironmentsResource {
    private static final String ID = "Id of the environment";
    private static final String ID_EXAMPLE = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a";
    private static final String DRAFT = "draft";
    static final String IF_MATCH = "ETag of the answer in which the environment was read";

    private final EnvironmentAdministration environments;
    private final FeatureDeployments deployments;
    private final InstantSource clock;

    EnvironmentsResource(EnvironmentAdministration environments, FeatureDeployments deployments, InstantSource clock) {
        this.environments = environments;
        this.deployments = deployments;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createEnvironment", summary = "Creates an environment, empty and not published")
    @ApiResponse(
            responseCode = "201",
            description = "The environment was created; Location is its address, ETag its revision",
            content = @Content(schema = @Schema(implementation = EnvironmentView.class)))
    @ApiResponse(responseCode = "409", description = "The name is taken: duplicate")
    public Response create(NewEnvironment request, @Context SecurityContext security, @Context UriInfo uri) {
        EnvironmentView created = EnvironmentView.of(orRefuse(environments.create(
                caller(security), request.name(), request.description().orElse(""))));
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(created.id().toString())
                        .build())
                .tag(Requests.tag(created.revision()))
                .entity(created)
                .build();
    }

    @GET
    @Operation(operationId = "listEnvironments", summary = "Lists the environments of the tenant by name")
    @ApiResponse(responseCode = "200", description = "One page of environments", useReturnTypeSchema = true)
    public Page<EnvironmentView> list(
            @QueryParam("after")
                    @Parameter(description = "Cursor: the value of next in the page before", example = "Production")
                    @Nullable
                    String after,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Parameter(
                            description =
                                    "At most so many, 1 to 500; a page ends early with the environment by which its"
                                            + " settings reach 4,000,000 characters, so follow next until it is absent",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "100"))
                    String limit,
            @Context SecurityContext security) {
        int size = pageSize(limit);
        Slice<ServiceEnvironment> found = orRefuse(
                environments.list(caller(security), query("after", name -> Require.name("after", name), after), size));
        return new Page<>(found.items(), found.last().map(ServiceEnvironment::name)).map(EnvironmentView::of);
    }

    @GET
    @Path("/{environment}")
    @Operation(operationId = "getEnvironment", summary = "Returns an environment with its draft and latest snapshot")
    @ApiResponse(
            responseCode = "200",
            description = "The environment; ETag is its revision",
            content = @Content(schema = @Schema(implementation = EnvironmentView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    public Response get(
            @PathParam("environment") @Parameter(description = ID) String environment,
            @Context SecurityContext security) {
        return tagged(EnvironmentView.of(orRefuse(environments.find(caller(security), id(environment)))));
    }

    @PUT
    @Path("/{environment}/draft")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "editEnvironment",
            summary = "Replaces the draft",
            description = "What is published keeps serving until the next publication.")
    @ApiResponse(
            responseCode = "200",
            description = "The environment as it now is",
            content = @Content(schema = @Schema(implementation = EnvironmentView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response edit(
            @PathParam("environment") @Parameter(description = ID) String environment,
            @HeaderParam(HttpHeaders.IF_MATCH) @Parameter(description = IF_MATCH, required = true) @Nullable
                    String ifMatch,
            EnvironmentSettings settings,
            @Context SecurityContext security) {
        return tagged(EnvironmentView.of(orRefuse(
                environments.edit(caller(security), id(environment), revision(ifMatch), settings),
                () -> get(environment, security))));
    }

    @POST
    @Path("/{environment}/publications")
    @Operation(
            operationId = "publishEnvironment",
            summary = "Publishes the draft as a new snapshot",
            description = "Everything that blocks is said at once; then the former snapshot keeps serving.")
    @ApiResponse(
            responseCode = "201",
            description = "The draft is published; the warnings name what needs attention soon",
            content = @Content(schema = @Schema(implementation = PublicationView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "422", description = "The checks found faults, each with its remedy: invalid-content")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response publish(
            @PathParam("environment") @Parameter(description = ID) String environment,
            @HeaderParam(HttpHeaders.IF_MATCH) @Parameter(description = IF_MATCH, required = true) @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        Publication publication = orRefuse(
                environments.publish(caller(security), id(environment), revision(ifMatch)),
                () -> get(environment, security));
        return published(publication);
    }

    @PUT
    @Path("/{environment}/name")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "renameEnvironment",
            summary = "Renames an environment that was never published",
            description = "From the first publication on the name is fixed, for ERP systems and reports refer to it.")
    @ApiResponse(
            responseCode = "200",
            description = "The environment as it now is",
            content = @Content(schema = @Schema(implementation = EnvironmentView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    @ApiResponse(
            responseCode = "409",
            description = "The environment was published: conflict; the name is taken: duplicate")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response rename(
            @PathParam("environment") @Parameter(description = ID, example = ID_EXAMPLE) String environment,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = IF_MATCH, required = true, example = "\"1\"")
                    @Nullable
                    String ifMatch,
            EnvironmentName request,
            @Context SecurityContext security) {
        return tagged(EnvironmentView.of(orRefuse(
                environments.rename(caller(security), id(environment), revision(ifMatch), request.name()),
                () -> get(environment, security))));
    }

    @GET
    @Path("/{environment}/findings")
    @Operation(
            operationId = "checkEnvironment",
            summary = "Returns everything that a publication of the draft would find now",
            description = "The checks of a publication without one: nothing is changed. Warnings do not block.")
    @ApiResponse(
            responseCode = "200",
            description = "The findings, by field, each with its remedy; none if all is well",
            useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    public Findings findings(
            @PathParam("environment") @Parameter(description = ID, example = ID_EXAMPLE) String environment,
            @Context SecurityContext security) {
        return new Findings(orRefuse(environments.check(caller(security), id(environment))));
    }

    @GET
    @Path("/{environment}/differences")
    @Operation(
            operationId = "compareSnapshots",
            summary = "Returns how a snapshot differs from another or from the draft",
            description = "Entries of lists are matched by their name or id; another order of them is told too.")
    @ApiResponse(
            responseCode = "200",
            description = "Every difference; none if the two are equal",
            useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "There is no such environment or snapshot: not-found")
    public DifferencesView differences(
            @PathParam("environment") @Parameter(description = ID, example = ID_EXAMPLE) String environment,
            @QueryParam("from")
                    @Parameter(
                            description = "Number of the snapshot before",
                            required = true,
                            example = "1",
                            schema = @Schema(type = "integer", minimum = "1"))
                    @Nullable
                    String from,
            @QueryParam("to")
                    @DefaultValue(DRAFT)
                    @Parameter(
                            description = "Number of the snapshot after, or draft",
                            example = DRAFT,
                            schema = @Schema(type = "string", defaultValue = DRAFT))
                    String to,
            @Context SecurityContext security) {
        int before = query("from", Requests::positive, from)
                .orElseThrow(() -> ProblemException.invalidValue(
                        "from", "must be the number of a snapshot", "add it to the query, such as ?from=1"));
        Optional<Integer> after =
                to.equals(DRAFT) ? Optional.empty() : query("to", EnvironmentsResource::snapshotOrDraft, to);
        return new DifferencesView(
                Integer.toString(before),
                to,
                orRefuse(environments.differences(caller(security), id(environment), before, after)));
    }

    private static int snapshotOrDraft(String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("must be the number of a snapshot or draft, was \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    @DELETE
    @Path("/{environment}")
    @Operation(
            operationId = "deleteEnvironment",
            summary = "Deletes an environment for ever",
            description =
                    "Its name is never free again, and reports keep it. Refused while features are deployed to it,"
                            + " later ones included, or submissions are in process.")
    @ApiResponse(responseCode = "204", description = "The environment is deleted")
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    @ApiResponse(responseCode = "409", description = "The environment is in use; the findings say by what: conflict")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response delete(
            @PathParam("environment") @Parameter(description = ID, example = ID_EXAMPLE) String environment,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = IF_MATCH, required = true, example = "\"7\"")
                    @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        orRefuse(
                environments.delete(caller(security), id(environment), revision(ifMatch)),
                () -> get(environment, security));
        return Response.noContent().build();
    }

    @GET
    @Path("/{environment}/deployments")
    @Operation(
            operationId = "listDeployments",
            summary = "Lists all deployments to an environment, canceled ones included")
    @ApiResponse(responseCode = "200", description = "All deployments", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    public Page<DeploymentView> deployments(
            @PathParam("environment") @Parameter(description = ID) String environment,
            @Context SecurityContext security) {
        return Page.whole(orRefuse(deployments.of(caller(security), id(environment))).stream()
                .map(DeploymentView::of)
                .toList());
    }

    @POST
    @Path("/{environment}/deployments")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "deploy",
            summary = "Deploys a completed feature version to a published environment",
            description = "Needs the environment's deploy permission, which its creator has. Needs no If-Match: a"
                    + " completed version never changes.")
    @ApiResponse(
            responseCode = "201",
            description = "The version is deployed and serves from effectiveFrom",
            content = @Content(schema = @Schema(implementation = DeploymentView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment or version: not-found")
    @ApiResponse(
            responseCode = "409",
            description = "The version is a draft, or the environment is not published: conflict")
    public Response deploy(
            @PathParam("environment") @Parameter(description = ID) String environment,
            NewDeployment request,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        Deployment deployment = orRefuse(deployments.deploy(
                caller(security),
                request.feature(),
                request.version(),
                id(environment),
                request.effectiveFrom().orElseGet(clock::instant)));
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(deployment.id().toString())
                        .build())
                .entity(DeploymentView.of(deployment))
                .build();
    }

    @DELETE
    @Path("/{environment}/deployments/{deployment}")
    @Operation(
            operationId = "cancelDeployment",
            summary = "Cancels a deployment",
            description = "The deployment of the feature before it serves again. Repeatable.")
    @ApiResponse(
            responseCode = "200",
            description = "The deployment with the instant of its cancellation",
            useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment or deployment: not-found")
    public DeploymentView cancelDeployment(
            @PathParam("environment") @Parameter(description = ID) String environment,
            @PathParam("deployment") @Parameter(description = "Id of the deployment") String deployment,
            @Context SecurityContext security) {
        UUID id = pathId("deployment", text -> Require.uuid("deployment id", text), deployment);
        return DeploymentView.of(orRefuse(deployments.cancel(caller(security), id(environment), id)));
    }

    static EnvironmentId id(String environment) {
        return pathId("environment", EnvironmentId::parse, environment);
    }

    /** Answers with what was published. */
    static Response published(Publication publication) {
        return Response.status(Response.Status.CREATED)
                .tag(Requests.tag(publication.environment().revision()))
                .entity(PublicationView.of(publication))
                .build();
    }

    /** Answers with an environment and its revision. */
    static Response tagged(EnvironmentView environment) {
        return Response.ok(environment)
                .tag(Requests.tag(environment.revision()))
                .build();
    }
}
