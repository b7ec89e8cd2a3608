package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.feature.FeatureId;
import io.einvoicing.feature.FeatureTransfer;
import io.einvoicing.http.api.FeatureFile;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;

/** Takes features out as files. */
@Secured
@Path("/api/v1/features/{feature}/versions/{number: [1-9][0-9]{0,8}}/export")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features", description = "Features and their versions; needs the role configure")
public final class FeatureExportResource {
    private final FeatureTransfer transfer;
    private final FeatureFiles files;

    FeatureExportResource(FeatureTransfer transfer, FeatureFiles files) {
        this.transfer = transfer;
        this.files = files;
    }

    @GET
    @Operation(
            operationId = "exportFeature",
            summary = "Returns a version of a feature as one file with its content hash",
            description = "The hash is the SHA-256 of the member feature in canonical JSON, which an import checks.")
    @ApiResponse(
            responseCode = "200",
            description = "The file",
            content = @Content(schema = @Schema(implementation = FeatureFile.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such version: not-found")
    public Response export(
            @PathParam("feature")
                    @Parameter(description = "Id of the feature", example = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a")
                    String feature,
            @PathParam("number") @Parameter(description = "Number of the version, from 1", example = "2") int number,
            @Context SecurityContext security) {
        FeatureTransfer.Exported exported =
                orRefuse(transfer.export(caller(security), pathId("feature", FeatureId::parse, feature), number));
        return Response.ok(files.write(exported))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        "attachment; filename=\"feature-" + feature + "-" + number + ".json\"")
                .build();
    }
}
