package io.einvoicing.http.api.internal;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The API's description, made from the resources when the project is built. */
@Path("/api/v1/openapi.json")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Description")
public final class OpenApiResource {
    private final byte[] document;

    OpenApiResource() {
        try (InputStream file = OpenApiResource.class.getResourceAsStream("openapi.json")) {
            document = Objects.requireNonNull(file, "openapi.json is missing beside the class")
                    .readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @GET
    @Operation(operationId = "getDescription", summary = "Returns this description in the form of OpenAPI 3.1")
    @ApiResponse(
            responseCode = "200",
            description = "The OpenAPI document",
            content = @Content(schema = @Schema(type = "object")))
    public byte[] get() {
        return document;
    }
}
