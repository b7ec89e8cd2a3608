package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.access.Caller;
import io.einvoicing.http.api.ResultRequest;
import io.einvoicing.http.api.SubmissionFilterForm;
import io.einvoicing.submission.ResultExport;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.Submissions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The results of many submissions as one file. */
@Secured
@Path("/api/v1/submission-results")
@Produces(MediaType.WILDCARD)
@Tag(name = "Submissions", description = "Business documents on their way; needs the role submit")
public final class ResultsResource {
    private static final String ARCHIVE =
            "A ZIP file, streamed: one entry for each result, named by document key and submission;"
                    + " the entry ERRORS.txt names what is missing, and why";

    private final ResultExport results;
    private final Submissions submissions;

    ResultsResource(ResultExport results, Submissions submissions) {
        this.results = results;
        this.submissions = submissions;
    }

    @GET
    @Operation(
            operationId = "exportResults",
            summary = "Returns the results of submissions as a ZIP file, by the filter of the log")
    @ApiResponse(
            responseCode = "200",
            description = ARCHIVE,
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    public Response byFilter(
            @BeanParam SubmissionQuery filter,
            @QueryParam("submission")
                    @Parameter(
                            description = "Only the submission of this id; repeat the parameter for several",
                            array = @ArraySchema(schema = @Schema(type = "string", format = "uuid")))
                    @Nullable
                    List<String> submission,
            @BeanParam EnvironmentScope scope,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        List<SubmissionId> ids = Optional.ofNullable(submission).orElseGet(List::of).stream()
                .map(id -> checked("submission", () -> SubmissionId.parse(id)))
                .toList();
        return archive(caller, filter.filter(scope.environment(submissions, caller)), ids);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "exportNamedResults",
            summary = "Returns the results of up to 10,000 named submissions as a ZIP file")
    @ApiResponse(
            responseCode = "200",
            description = ARCHIVE,
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    public Response named(ResultRequest request, @BeanParam EnvironmentScope scope, @Context SecurityContext security) {
        Caller caller = caller(security);
        List<SubmissionId> ids = request.submissions().orElseGet(List::of);
        if (ids.isEmpty() && request.filter().isEmpty()) {
            throw ProblemException.invalidValue(
                    "filter", "filter or submissions must be given", "send a filter, {} for everything");
        }
        SubmissionFilter filter = checked(
                "filter",
                () -> request.filter().map(SubmissionFilterForm::filter).orElse(SubmissionFilter.ALL));
        return archive(
                caller, scope.environment(submissions, caller).map(filter::to).orElse(filter), ids);
    }

    private Response archive(Caller caller, SubmissionFilter filter, List<SubmissionId> ids) {
        ResultExport.Archive archive = orRefuse(checked("submissions", () -> results.archive(caller, filter, ids)));
        return Response.ok((StreamingOutput) archive::writeTo, "application/zip")
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"results.zip\"")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
