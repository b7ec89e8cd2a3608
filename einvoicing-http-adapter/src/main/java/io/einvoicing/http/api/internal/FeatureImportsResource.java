package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.access.Caller;
import io.einvoicing.feature.FeatureTransfer;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.http.api.FeatureFile;
import io.einvoicing.http.api.FeatureVersionView;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.Result;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates features from files. */
@Secured
@Path("/api/v1/features/imports")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features", description = "Features and their versions; needs the role configure")
public final class FeatureImportsResource {
    private static final String OTHER_NAME = "name with ?name= in the address, and import the same file again";

    private final FeatureTransfer transfer;
    private final FeatureFiles files;

    FeatureImportsResource(FeatureTransfer transfer, FeatureFiles files) {
        this.transfer = transfer;
        this.files = files;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "importFeature",
            summary = "Creates a feature from a file that was exported",
            description =
                    "The feature is the active provider's and stands alone; its version 1 is a draft. Everything is"
                            + " stored or nothing.")
    @ApiResponse(
            responseCode = "201",
            description = "Version 1; Location is its address, ETag its revision",
            content = @Content(schema = @Schema(implementation = FeatureVersionView.class)))
    @ApiResponse(responseCode = "409", description = "The name is taken: duplicate")
    @ApiResponse(
            responseCode = "422",
            description = "The file is of another format, or its hash is not that of its feature: invalid-content")
    public Response create(
            @QueryParam("name")
                    @Parameter(
                            description = "Name of the new feature; absent = as it was exported",
                            example = "Peppol invoices 2027")
                    @Nullable
                    String name,
            FeatureFile request,
            @Context SecurityContext security,
            @Context UriInfo uri)
            throws IOException {
        Optional<String> other = Requests.query("name", text -> Require.name("name", text), name);
        FeatureTransfer.Exported exported = files.read(request);
        return FeaturesResource.created(orRefuse(imported(caller(security), other, exported)), uri);
    }

    /** Tells the remedy for a name that is taken, which only this operation has. */
    private Result<FeatureVersion> imported(Caller caller, Optional<String> other, FeatureTransfer.Exported exported) {
        return transfer.importAs(caller, other, exported)
                .fold(
                        Result::accepted,
                        refusal -> Result.refused(
                                refusal.kind() == Refusal.Kind.DUPLICATE
                                        ? new Refusal(
                                                refusal.kind(),
                                                refusal.message() + " " + OTHER_NAME,
                                                List.of(Finding.error(
                                                        "name",
                                                        "the tenant has a feature \"" + other.orElse(exported.name())
                                                                + "\" already",
                                                        OTHER_NAME)))
                                        : refusal));
    }
}
