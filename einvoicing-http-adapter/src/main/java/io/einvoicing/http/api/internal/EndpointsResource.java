package io.einvoicing.http.api.internal;

import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.http.api.EndpointsView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The directory of service endpoints, for everybody. */
@Path("/api/v1/endpoints")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Service endpoints", description = "Which service serves which geography; needs no token")
public final class EndpointsResource {
    private final EndpointsView directory;

    EndpointsResource(EndpointDirectory directory) {
        this.directory = EndpointsView.of(directory);
    }

    @GET
    @SecurityRequirements
    @Operation(
            operationId = "listEndpoints",
            summary = "Lists the service endpoints",
            description = "Of all geographies, and which one answers. Needs no token.")
    @ApiResponse(responseCode = "200", description = "The directory", useReturnTypeSchema = true)
    public EndpointsView list() {
        return directory;
    }
}
