package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;
import static io.einvoicing.http.api.internal.Requests.revision;

import io.einvoicing.access.Caller;
import io.einvoicing.feature.ConfigurationProvider;
import io.einvoicing.feature.ConfigurationProviders;
import io.einvoicing.feature.ProviderId;
import io.einvoicing.http.api.NewProvider;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.ProviderView;
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
import org.jspecify.annotations.Nullable;

/** Configuration providers. */
@Secured
@Path("/api/v1/providers")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features", description = "Features and their versions; needs the role configure")
public final class ProvidersResource {
    private static final String ID = "Id of the provider";
    private static final String EXAMPLE_ID = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a";

    private final ConfigurationProviders providers;

    ProvidersResource(ConfigurationProviders providers) {
        this.providers = providers;
    }

    @GET
    @Operation(
            operationId = "listProviders",
            summary = "Lists all configuration providers of the tenant by name",
            description = "A tenant starts with one active provider of its own name.")
    @ApiResponse(responseCode = "200", description = "All providers", useReturnTypeSchema = true)
    public Page<ProviderView> list(@Context SecurityContext security) {
        return Page.whole(orRefuse(providers.list(caller(security))).stream()
                .map(ProviderView::of)
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "createProvider", summary = "Creates a configuration provider, which is not active")
    @ApiResponse(
            responseCode = "201",
            description = "The provider; Location is its address, ETag its revision",
            content = @Content(schema = @Schema(implementation = ProviderView.class)))
    @ApiResponse(responseCode = "409", description = "The name is taken: duplicate")
    public Response create(NewProvider request, @Context SecurityContext security, @Context UriInfo uri) {
        ConfigurationProvider provider = ProblemException.checked(
                "", () -> orRefuse(providers.create(caller(security), request.name(), request.internetAddress())));
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(provider.id().toString())
                        .build())
                .tag(Requests.tag(provider.revision()))
                .entity(ProviderView.of(provider))
                .build();
    }

    @GET
    @Path("/{provider}")
    @Operation(operationId = "getProvider", summary = "Returns a configuration provider")
    @ApiResponse(
            responseCode = "200",
            description = "The provider; ETag is its revision",
            content = @Content(schema = @Schema(implementation = ProviderView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such provider: not-found")
    public Response get(
            @PathParam("provider") @Parameter(description = ID, example = EXAMPLE_ID) String provider,
            @Context SecurityContext security) {
        return tagged(orRefuse(providers.find(caller(security), id(provider))));
    }

    @PUT
    @Path("/{provider}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(operationId = "editProvider", summary = "Changes the name and the address of a configuration provider")
    @ApiResponse(
            responseCode = "200",
            description = "The provider as it now is; ETag is its revision",
            content = @Content(schema = @Schema(implementation = ProviderView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such provider: not-found")
    @ApiResponse(responseCode = "409", description = "The name is taken: duplicate")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response edit(
            @PathParam("provider") @Parameter(description = ID, example = EXAMPLE_ID) String provider,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(
                            description = "ETag of the answer in which the provider was read",
                            example = "\"1\"",
                            required = true)
                    @Nullable
                    String ifMatch,
            NewProvider request,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        long revision = revision(ifMatch);
        return tagged(ProblemException.checked(
                "",
                () -> orRefuse(
                        providers.edit(caller, id(provider), revision, request.name(), request.internetAddress()),
                        () -> get(provider, security))));
    }

    @POST
    @Path("/{provider}/activation")
    @Operation(
            operationId = "activateProvider",
            summary = "Makes a configuration provider the active one",
            description = "From now on only its features can be changed; others can be derived from. Repeatable.")
    @ApiResponse(
            responseCode = "200",
            description = "The provider, active; ETag is its revision",
            content = @Content(schema = @Schema(implementation = ProviderView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such provider: not-found")
    public Response activate(
            @PathParam("provider") @Parameter(description = ID, example = EXAMPLE_ID) String provider,
            @Context SecurityContext security) {
        return tagged(orRefuse(providers.activate(caller(security), id(provider))));
    }

    private static ProviderId id(String provider) {
        return pathId("provider", ProviderId::parse, provider);
    }

    private static Response tagged(ConfigurationProvider provider) {
        return Response.ok(ProviderView.of(provider))
                .tag(Requests.tag(provider.revision()))
                .build();
    }
}
