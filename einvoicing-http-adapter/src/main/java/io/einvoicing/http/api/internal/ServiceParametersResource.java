package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.revision;

import io.einvoicing.access.Caller;
import io.einvoicing.activation.ServiceParameters;
import io.einvoicing.activation.ServiceParametersAdministration;
import io.einvoicing.http.api.EndpointCheckView;
import io.einvoicing.http.api.ServiceParametersEdit;
import io.einvoicing.http.api.ServiceParametersView;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;

/** Which service the tenant configures. */
@Secured
@Path("/api/v1/service-parameters")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Service parameters",
        description =
                "Which service the tenant configures: nothing is published or deployed before it is set; needs the"
                        + " role configure")
public final class ServiceParametersResource {
    private final ServiceParametersAdministration parameters;

    ServiceParametersResource(ServiceParametersAdministration parameters) {
        this.parameters = parameters;
    }

    @GET
    @Operation(
            operationId = "getServiceParameters",
            summary = "Returns the service parameters",
            description = "Geography and endpoint, absent until they are set.")
    @ApiResponse(
            responseCode = "200",
            description = "The parameters; ETag is their revision",
            content = @Content(schema = @Schema(implementation = ServiceParametersView.class)))
    public Response get(@Context SecurityContext security) {
        return tagged(orRefuse(parameters.find(caller(security))));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "setServiceParameters",
            summary = "Sets the service parameters",
            description =
                    "Geography and endpoint must be those of the tenant in the endpoint directory. From then on the"
                            + " tenant can publish and deploy.")
    @ApiResponse(
            responseCode = "200",
            description = "The parameters; ETag is their revision",
            content = @Content(schema = @Schema(implementation = ServiceParametersView.class)))
    @ApiResponse(responseCode = "412", description = "Somebody else changed them: stale-revision")
    @ApiResponse(
            responseCode = "422",
            description = "They disagree with the endpoint directory or the tenant's geography: invalid-content")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response set(
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(
                            required = true,
                            description = "ETag of the answer in which the parameters were read",
                            example = "\"1\"")
                    @Nullable
                    String ifMatch,
            ServiceParametersEdit request,
            @Context SecurityContext security) {
        long revision = revision(ifMatch);
        Caller caller = caller(security);
        return tagged(orRefuse(
                checked("", () -> parameters.edit(caller, revision, request.geography(), request.endpoint())),
                () -> tagged(orRefuse(parameters.find(caller)))));
    }

    @POST
    @Path("/checks")
    @Operation(
            operationId = "checkServiceParameters",
            summary = "Asks the endpoint over HTTP whether it serves the geography",
            description = "Changes nothing. Answers 200 whatever it finds.")
    @ApiResponse(
            responseCode = "200",
            description = "Everything that is wrong, and how long the endpoint took to answer",
            useReturnTypeSchema = true)
    public EndpointCheckView check(@Context SecurityContext security) {
        return EndpointCheckView.of(orRefuse(parameters.check(caller(security))));
    }

    private static Response tagged(ServiceParameters parameters) {
        return Response.ok(ServiceParametersView.of(parameters))
                .tag(Requests.tag(parameters.revision()))
                .build();
    }
}
