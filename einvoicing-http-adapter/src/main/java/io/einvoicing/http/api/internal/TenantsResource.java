package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.activation.ServiceActivation;
import io.einvoicing.activation.Tenant;
import io.einvoicing.http.api.ActivationRequest;
import io.einvoicing.http.api.NewTenant;
import io.einvoicing.kernel.TenantId;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;

/** Tenants and the ERP instances for which the service is activated. */
@Secured
@Path("/api/v1/tenants")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Tenants", description = "Tenants and service activation; needs the role operate")
public final class TenantsResource {
    private final ServiceActivation activation;

    TenantsResource(ServiceActivation activation) {
        this.activation = activation;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createTenant", summary = "Creates a tenant")
    @ApiResponse(
            responseCode = "201",
            description = "The tenant was created; Location is its address",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @ApiResponse(responseCode = "409", description = "The id is taken: duplicate")
    public Response create(NewTenant request, @Context SecurityContext security, @Context UriInfo uri) {
        Tenant tenant = orRefuse(activation.createTenant(
                caller(security), request.id(), request.name(), request.geography(), request.billingZone()));
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(tenant.id().toString())
                        .build())
                .tag(Requests.tag(tenant.revision()))
                .entity(tenant)
                .build();
    }

    @GET
    @Path("/{tenant}")
    @Operation(operationId = "getTenant", summary = "Returns a tenant with its activated ERP instances")
    @ApiResponse(
            responseCode = "200",
            description = "The tenant; ETag is its revision",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @ApiResponse(responseCode = "404", description = "There is no such tenant: not-found")
    public Response get(
            @PathParam("tenant") @Parameter(description = "Id of the tenant") String tenant,
            @Context SecurityContext security) {
        return tagged(orRefuse(activation.find(caller(security), pathId("tenant", TenantId::parse, tenant))));
    }

    @PUT
    @Path("/{tenant}/activations/{project}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "activate",
            summary = "Enables the service for an ERP instance",
            description = "Enters the instance's application in the register of allowed applications. Repeatable; "
                    + "needs no If-Match because it touches no other activation.")
    @ApiResponse(
            responseCode = "200",
            description = "The tenant as it now is",
            content = @Content(schema = @Schema(implementation = Tenant.class)))
    @ApiResponse(responseCode = "404", description = "There is no such tenant: not-found")
    @ApiResponse(responseCode = "422", description = "The tier is below 2: invalid-content")
    public Response activate(
            @PathParam("tenant") @Parameter(description = "Id of the tenant") String tenant,
            @PathParam("project") @Parameter(description = "Name of the deployment project") String project,
            ActivationRequest request,
            @Context SecurityContext security) {
        DeploymentProject instance = checked("", () -> request.project(project));
        return tagged(
                orRefuse(activation.activate(caller(security), pathId("tenant", TenantId::parse, tenant), instance)));
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
            @PathParam("tenant") @Parameter(description = "Id of the tenant") String tenant,
            @PathParam("project") @Parameter(description = "Name of the deployment project") String project,
            @Context SecurityContext security) {
        return tagged(
                orRefuse(activation.deactivate(caller(security), pathId("tenant", TenantId::parse, tenant), project)));
    }

    private static Response tagged(Tenant tenant) {
        return Response.ok(tenant).tag(Requests.tag(tenant.revision())).build();
    }
}
