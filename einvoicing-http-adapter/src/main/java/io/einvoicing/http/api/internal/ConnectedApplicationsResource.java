package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pageSize;
import static io.einvoicing.http.api.internal.Requests.pathId;
import static io.einvoicing.http.api.internal.Requests.query;
import static io.einvoicing.http.api.internal.Requests.revision;

import io.einvoicing.connectedapp.ConnectedApplication;
import io.einvoicing.connectedapp.ConnectedApplicationId;
import io.einvoicing.connectedapp.ConnectedApplications;
import io.einvoicing.connectedapp.SetupDeployment;
import io.einvoicing.http.api.ConnectedApplicationEdit;
import io.einvoicing.http.api.ConnectedApplicationView;
import io.einvoicing.http.api.ConnectionCheckView;
import io.einvoicing.http.api.NewSetupDeployment;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.SetupDeploymentView;
import io.einvoicing.kernel.Require;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** ERP instances, and the application setups that are written there. */
@Secured
@Path("/api/v1/connected-applications")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Connected applications",
        description = "ERP instances and what features configure there; needs the role configure")
public final class ConnectedApplicationsResource {
    private static final String ID = "Id of the connected application";
    private static final String ID_EXAMPLE = "0190c9a4-7b1e-7c43-8f0e-2a7d5b6c1e91";
    private static final String IF_MATCH = "ETag of the answer in which the connected application was read";

    private final ConnectedApplications applications;

    ConnectedApplicationsResource(ConnectedApplications applications) {
        this.applications = applications;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createConnectedApplication",
            summary = "Connects an ERP instance",
            description = "Nothing is called yet: check the connection afterwards.")
    @ApiResponse(
            responseCode = "201",
            description = "The application is connected; Location is its address, ETag its revision",
            content = @Content(schema = @Schema(implementation = ConnectedApplicationView.class)))
    @ApiResponse(responseCode = "409", description = "The name is taken: duplicate")
    @ApiResponse(
            responseCode = "422",
            description = "The service does not call the address, or an environment does not exist: invalid-content")
    public Response create(ConnectedApplicationEdit request, @Context SecurityContext security, @Context UriInfo uri) {
        ConnectedApplicationView created = ConnectedApplicationView.of(orRefuse(
                checked("", () -> applications.create(caller(security), request.details(), request.environments()))));
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(created.id().toString())
                        .build())
                .tag(Requests.tag(created.revision()))
                .entity(created)
                .build();
    }

    @GET
    @Operation(
            operationId = "listConnectedApplications",
            summary = "Lists the connected applications",
            description = "All of the tenant, by name; never with a secret's value.")
    @ApiResponse(responseCode = "200", description = "All connected applications", useReturnTypeSchema = true)
    public Page<ConnectedApplicationView> list(@Context SecurityContext security) {
        return Page.whole(orRefuse(applications.list(caller(security))).stream()
                .map(ConnectedApplicationView::of)
                .toList());
    }

    @GET
    @Path("/{application}")
    @Operation(
            operationId = "getConnectedApplication",
            summary = "Returns a connected application",
            description =
                    "With the environments that it is linked to; the credentials name the secret, never its value.")
    @ApiResponse(
            responseCode = "200",
            description = "The connected application; ETag is its revision",
            content = @Content(schema = @Schema(implementation = ConnectedApplicationView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such connected application: not-found")
    public Response get(
            @PathParam("application") @Parameter(description = ID, example = ID_EXAMPLE) String application,
            @Context SecurityContext security) {
        return tagged(orRefuse(applications.find(caller(security), id(application))));
    }

    @PUT
    @Path("/{application}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "editConnectedApplication",
            summary = "Changes a connected application",
            description = "The body replaces all that is there, its links to environments included.")
    @ApiResponse(
            responseCode = "200",
            description = "The connected application as it now is",
            content = @Content(schema = @Schema(implementation = ConnectedApplicationView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such connected application: not-found")
    @ApiResponse(responseCode = "409", description = "The name is taken: duplicate")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(
            responseCode = "422",
            description = "The service does not call the address, or an environment does not exist: invalid-content")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response edit(
            @PathParam("application") @Parameter(description = ID, example = ID_EXAMPLE) String application,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = IF_MATCH, required = true, example = "\"1\"")
                    @Nullable
                    String ifMatch,
            ConnectedApplicationEdit request,
            @Context SecurityContext security) {
        return tagged(orRefuse(
                checked(
                        "",
                        () -> applications.edit(
                                caller(security),
                                id(application),
                                revision(ifMatch),
                                request.details(),
                                request.environments())),
                () -> get(application, security)));
    }

    @DELETE
    @Path("/{application}")
    @Operation(
            operationId = "deleteConnectedApplication",
            summary = "Disconnects an application",
            description = "Nothing is removed in the application itself.")
    @ApiResponse(responseCode = "204", description = "The application is disconnected")
    @ApiResponse(responseCode = "404", description = "The tenant has no such connected application: not-found")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response delete(
            @PathParam("application") @Parameter(description = ID, example = ID_EXAMPLE) String application,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = IF_MATCH, required = true, example = "\"1\"")
                    @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        orRefuse(
                applications.delete(caller(security), id(application), revision(ifMatch)),
                () -> get(application, security));
        return Response.noContent().build();
    }

    @POST
    @Path("/{application}/checks")
    @Operation(
            operationId = "checkConnection",
            summary = "Calls the application as a deployment would, without writing",
            description =
                    "Tells a wrong tenant, a wrong client or secret, a missing permission, a wrong address, an outage,"
                            + " missing TLS and a wrong answer apart.")
    @ApiResponse(
            responseCode = "200",
            description = "What is wrong; no finding = the connection works",
            useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such connected application: not-found")
    public ConnectionCheckView check(
            @PathParam("application") @Parameter(description = ID, example = ID_EXAMPLE) String application,
            @Context SecurityContext security) {
        return ConnectionCheckView.of(orRefuse(applications.check(caller(security), id(application))));
    }

    @POST
    @Path("/{application}/deployments")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "deployApplicationSetups",
            summary = "Writes the application setups of a completed version to the application",
            description =
                    "Reads each setting and writes only what differs. Repeatable. Nothing is ever removed there, also"
                            + " not by cancelling a deployment.")
    @ApiResponse(
            responseCode = "201",
            description = "What became of each setting, also of those that failed",
            content = @Content(schema = @Schema(implementation = SetupDeploymentView.class)))
    @ApiResponse(
            responseCode = "404",
            description = "The tenant has no such connected application or version: not-found")
    @ApiResponse(responseCode = "409", description = "The version is a draft or has no application setup: conflict")
    public Response deploy(
            @PathParam("application") @Parameter(description = ID, example = ID_EXAMPLE) String application,
            NewSetupDeployment request,
            @Context SecurityContext security) {
        SetupDeployment deployment =
                orRefuse(applications.deploy(caller(security), id(application), request.feature(), request.version()));
        return Response.status(Response.Status.CREATED)
                .entity(SetupDeploymentView.of(deployment))
                .build();
    }

    @GET
    @Path("/{application}/deployments")
    @Operation(
            operationId = "listSetupDeployments",
            summary = "Lists what was deployed to the application",
            description = "The newest first, failed deployments included, each with its report for every setting.")
    @ApiResponse(responseCode = "200", description = "One page of deployments", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such connected application: not-found")
    public Page<SetupDeploymentView> deployments(
            @PathParam("application") @Parameter(description = ID, example = ID_EXAMPLE) String application,
            @QueryParam("after")
                    @Parameter(description = "Cursor: the value of next in the page before", example = ID_EXAMPLE)
                    @Nullable
                    String after,
            @QueryParam("limit")
                    @DefaultValue("50")
                    @Parameter(
                            description = "At most so many, 1 to 500",
                            example = "50",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
                    String limit,
            @Context SecurityContext security) {
        int size = pageSize(limit);
        List<SetupDeployment> found = orRefuse(applications.deployments(
                caller(security),
                id(application),
                query("after", text -> Require.uuid("deployment id", text), after),
                size + 1));
        return Page.first(size, found, deployment -> deployment.id().toString()).map(SetupDeploymentView::of);
    }

    private static ConnectedApplicationId id(String application) {
        return pathId("connected application", ConnectedApplicationId::parse, application);
    }

    private static Response tagged(ConnectedApplication application) {
        return Response.ok(ConnectedApplicationView.of(application))
                .tag(Requests.tag(application.revision()))
                .build();
    }
}
