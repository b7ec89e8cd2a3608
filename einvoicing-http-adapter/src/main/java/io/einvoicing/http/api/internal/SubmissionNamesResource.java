package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.http.api.SubmissionNamesView;
import io.einvoicing.submission.SubmissionNames;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** What the environments and features in the submission log are called. */
@Secured
@Path("/api/v1/submission-names")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Submissions", description = "Business documents on their way; needs the role submit")
public final class SubmissionNamesResource {
    private final SubmissionNames names;

    SubmissionNamesResource(SubmissionNames names) {
        this.names = names;
    }

    @GET
    @Operation(
            operationId = "listSubmissionNames",
            summary = "Returns the names of the environments and features to which submissions refer")
    @ApiResponse(responseCode = "200", description = "All names", useReturnTypeSchema = true)
    public SubmissionNamesView names(@Context SecurityContext security) {
        return SubmissionNamesView.of(orRefuse(names.names(caller(security))));
    }
}
