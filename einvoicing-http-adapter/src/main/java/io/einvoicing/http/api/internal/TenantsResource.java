package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pageSize;
import static io.einvoicing.http.api.internal.Requests.pathId;
import static io.einvoicing.http.api.internal.Requests.query;
import static io.einvoicing.http.api.internal.Requests.revision;

import io.einvoicing.access.Caller;
import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.ServiceActivation;
import io.einvoicing.activation.Tenant;
import io.einvoicing.activation.TenantDetails;
import io.einvoicing.http.api.ActivationRequest;
import io.einvoicing.http.api.NewTenant;
import io.einvoicing.http.api.Page;
import io.einvoicing.kernel.TenantId;
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

/** Tenants and the ERP instances for which the service is activated. */
@Secured
@AcrossTenants
@Path("/api/v1/tenants")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants", description = "Tenants and service activation; needs the role operate")
public final class TenantsResource {
    private static final String ID = "Id of the tenant";
    private static final String EXAMPLE_ID = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a";
    private static final String PROJECT = "Name of the deployment project";

    private final ServiceActivation activation;

    TenantsResource(ServiceActivation activation) {
        this.activation = activation;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createTenant",
            summary = "Creates a tenant",
            description = "Its first configurator, if named, may configure it whatever roles its tokens bear.")
    @ApiResponse(
            responseCode = "201",
            description = "The tenant was created; Location is its address",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @ApiResponse(responseCode = "409", description = "The id or the domain is taken: duplicate")
    @ApiResponse(responseCode = "422", description = "There is no service in the geography: invalid-content")
    public Response create(NewTenant request, @Context SecurityContext security, @Context UriInfo uri) {
        Tenant tenant = orRefuse(activation.createTenant(
                caller(security), request.id(), request.details(), request.geography(), request.billingZone()));
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(tenant.id().toString())
                        .build())
                .tag(Requests.tag(tenant.revision()))
                .entity(tenant)
                .build();
    }

    @GET
    @Operation(
            operationId = "listTenants",
            summary = "Lists tenants",
            description = "In the order of their ids, those of other geographies included.")
    @ApiResponse(responseCode = "200", description = "One page of tenants", useReturnTypeSchema = true)
    public Page<Tenant> list(
            @QueryParam("after")
                    @Parameter(
                            description = "Cursor: the value of next in the page before",
                            example = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a")
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
        List<Tenant> found =
                orRefuse(activation.list(caller(security), query("after", TenantId::parse, after), size + 1));
        return Page.first(size, found, tenant -> tenant.id().toString());
    }

    @GET
    @Path("/{tenant}")
    @Operation(
            operationId = "getTenant",
            summary = "Returns a tenant",
            description = "With its deployment projects and whether the service is enabled for each.")
    @ApiResponse(
            responseCode = "200",
            description = "The tenant; ETag is its revision",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @ApiResponse(responseCode = "404", description = "There is no such tenant: not-found")
    public Response get(
            @PathParam("tenant") @Parameter(description = ID, example = EXAMPLE_ID) String tenant,
            @Context SecurityContext security) {
        return tagged(orRefuse(activation.find(caller(security), pathId("tenant", TenantId::parse, tenant))));
    }

    @PUT
    @Path("/{tenant}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "editTenant",
            summary = "Changes a tenant",
            description = "Name, domain and first configurator; what the body leaves out is taken away.")
    @ApiResponse(
            responseCode = "200",
            description = "The tenant as it now is; ETag is its revision",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @ApiResponse(responseCode = "404", description = "There is no such tenant: not-found")
    @ApiResponse(responseCode = "409", description = "The domain belongs to another tenant: duplicate")
    @ApiResponse(responseCode = "412", description = "Somebody else changed the tenant: stale-revision")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response edit(
            @PathParam("tenant") @Parameter(description = ID, example = EXAMPLE_ID) String tenant,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(
                            required = true,
                            description = "ETag of the answer in which the tenant was read",
                            example = "\"1\"")
                    @Nullable
                    String ifMatch,
            TenantDetails request,
            @Context SecurityContext security) {
        TenantId id = pathId("tenant", TenantId::parse, tenant);
        Caller caller = caller(security);
        return tagged(orRefuse(
                activation.editTenant(caller, id, revision(ifMatch), request),
                () -> tagged(orRefuse(activation.find(caller, id)))));
    }

    @PUT
    @Path("/{tenant}/projects/{project}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "saveProject",
            summary = "Records a deployment project of any tier, or changes it",
            description =
                    "Whether the service is enabled for it stays as it is. Repeatable; needs no If-Match because it"
                            + " touches no other project.")
    @ApiResponse(
            responseCode = "200",
            description = "The tenant as it now is",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @ApiResponse(responseCode = "404", description = "There is no such tenant: not-found")
    @ApiResponse(
            responseCode = "409",
            description =
                    "The service is enabled for it and the tier would be below 2: conflict; another project has the"
                            + " application: duplicate")
    public Response saveProject(
            @PathParam("tenant") @Parameter(description = ID, example = EXAMPLE_ID) String tenant,
            @PathParam("project") @Parameter(description = PROJECT, example = "Production") String project,
            ActivationRequest request,
            @Context SecurityContext security) {
        DeploymentProject instance = checked("", () -> request.project(project));
        return tagged(orRefuse(
                activation.saveProject(caller(security), pathId("tenant", TenantId::parse, tenant), instance)));
    }

    @PUT
    @Path("/{tenant}/activations/{project}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "activate",
            summary = "Enables the service for an ERP instance",
            description =
                    "Enters the instance's application in the register of allowed applications. Without a body, the"
                            + " project as it was recorded. Repeatable; needs no If-Match because it touches no other activation.")
    @ApiResponse(
            responseCode = "200",
            description = "The tenant as it now is",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @ApiResponse(
            responseCode = "404",
            description = "There is no such tenant, or no such project and no body: not-found")
    @ApiResponse(responseCode = "409", description = "Another project has the application: duplicate")
    @ApiResponse(responseCode = "422", description = "The tier is below 2: invalid-content")
    public Response activate(
            @PathParam("tenant") @Parameter(description = ID, example = EXAMPLE_ID) String tenant,
            @PathParam("project") @Parameter(description = PROJECT, example = "Production") String project,
            @OptionalBody @Nullable ActivationRequest request,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        TenantId id = pathId("tenant", TenantId::parse, tenant);
        return tagged(orRefuse(
                request == null
                        ? activation.activate(caller, id, project)
                        : activation.activate(caller, id, checked("", () -> request.project(project)))));
    }

    @DELETE
    @Path("/{tenant}/activations/{project}")
    @Operation(
            operationId = "deactivate",
            summary = "Disables the service for an ERP instance",
            description = "Its application can submit no more; everything stored stays readable. Repeatable.")
    @ApiResponse(
            responseCode = "200",
            description = "The tenant as it now is",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @ApiResponse(responseCode = "404", description = "There is no such tenant or project: not-found")
    public Response deactivate(
            @PathParam("tenant") @Parameter(description = ID, example = EXAMPLE_ID) String tenant,
            @PathParam("project") @Parameter(description = PROJECT, example = "Production") String project,
            @Context SecurityContext security) {
        return tagged(
                orRefuse(activation.deactivate(caller(security), pathId("tenant", TenantId::parse, tenant), project)));
    }

    private static Response tagged(Tenant tenant) {
        return Response.ok(tenant).tag(Requests.tag(tenant.revision())).build();
    }
}
