package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pageSize;
import static io.einvoicing.http.api.internal.Requests.pathId;
import static io.einvoicing.http.api.internal.Requests.query;

import com.fasterxml.jackson.databind.node.NullNode;
import io.einvoicing.access.Caller;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.flow.FlowRepair;
import io.einvoicing.http.api.DecisionRequest;
import io.einvoicing.http.api.NewConfirmation;
import io.einvoicing.http.api.NewRelatedSubmission;
import io.einvoicing.http.api.NewSubmission;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.RedriveStart;
import io.einvoicing.http.api.SubmissionView;
import io.einvoicing.submission.RelatedCommand;
import io.einvoicing.submission.ResultExport;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.Submissions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Submissions: handing documents in, following them, and driving them on. */
@Secured
@Path("/api/v1/submissions")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Submissions", description = "Business documents on their way; needs the role submit")
public final class SubmissionsResource {
    private static final String ID = "Id of the submission";
    private static final int MAX_WAIT = 60;

    private final Submissions submissions;
    private final FlowRepair repair;
    private final ResultExport results;
    private final Documents documents;
    private final SubmissionIntake intake;

    SubmissionsResource(Submissions submissions, FlowRepair repair, ResultExport results, Documents documents) {
        this.submissions = submissions;
        this.repair = repair;
        this.results = results;
        this.documents = documents;
        this.intake = new SubmissionIntake(submissions, documents);
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "submit",
            summary = "Submits a business document",
            description = "Accepted once for each document key, so repeating the request is safe: the same content"
                    + " answers 200 with the submission that exists, other content 409.")
    @ApiResponse(
            responseCode = "202",
            description = "The document is stored and will be processed; Location is the submission",
            content = @Content(schema = @Schema(implementation = SubmissionView.class)))
    @ApiResponse(
            responseCode = "200",
            description = "The same document with the same content was submitted before; nothing runs",
            content = @Content(schema = @Schema(implementation = SubmissionView.class)))
    @ApiResponse(responseCode = "404", description = "There is no such environment: unknown-environment")
    @ApiResponse(
            responseCode = "409",
            description = "The key was used with other content: document-key-used; the document is in process:"
                    + " document-in-process; the environment was never published: environment-not-published")
    @ApiResponse(responseCode = "413", description = "The document is too large: too-large")
    @ApiResponse(
            responseCode = "422",
            description = "No feature applies: no-applicable-feature; several do: ambiguous-features; the document or a"
                    + " variable is not acceptable: invalid-content")
    public Response submit(
            NewSubmission request,
            @BeanParam EnvironmentScope scope,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        return intake.submit(request, scope, caller(security), uri);
    }

    @GET
    @Operation(operationId = "listSubmissions", summary = "Lists submissions, the newest first, without their logs")
    @ApiResponse(responseCode = "200", description = "One page of submissions", useReturnTypeSchema = true)
    public Page<SubmissionView> list(
            @BeanParam SubmissionQuery filter,
            @QueryParam("after") @Parameter(description = "Cursor: the value of next in the page before") @Nullable
                    String after,
            @QueryParam("limit")
                    @DefaultValue("50")
                    @Parameter(
                            description = "At most so many, 1 to 500",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
                    String limit,
            @BeanParam EnvironmentScope scope,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        int size = pageSize(limit);
        List<Submission> found = orRefuse(submissions.list(
                caller,
                filter.filter(scope.environment(submissions, caller)),
                query("after", SubmissionId::parse, after),
                size + 1));
        return Page.first(size, found, submission -> submission.id().toString()).map(SubmissionView::of);
    }

    @GET
    @Path("/{submission}")
    @Operation(
            operationId = "getSubmission",
            summary = "Returns a submission with its whole log",
            description = "With wait, answers as soon as it has ended or needs a person, or when the time is over.")
    @ApiResponse(responseCode = "200", description = "The submission", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such submission: not-found")
    public SubmissionView get(
            @PathParam("submission") @Parameter(description = ID) String submission,
            @QueryParam("wait")
                    @DefaultValue("0")
                    @Parameter(
                            description = "Waits at most so many seconds, 0 to 60",
                            schema = @Schema(type = "integer", minimum = "0", maximum = "60", defaultValue = "0"))
                    String wait,
            @BeanParam EnvironmentScope scope,
            @Context SecurityContext security) {
        Duration longest = checked("wait", () -> seconds(wait));
        SubmissionId id = id(scope, caller(security), submission);
        return SubmissionView.withLog(orRefuse(submissions.await(caller(security), id, longest)));
    }

    private static Duration seconds(String wait) {
        if (!wait.matches("[0-9]{1,2}") || Integer.parseInt(wait) > MAX_WAIT) {
            throw new IllegalArgumentException("must be 0 to " + MAX_WAIT + ", was \"" + wait + "\"");
        }
        return Duration.ofSeconds(Integer.parseInt(wait));
    }

    @GET
    @Path("/{submission}/results")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "getResult",
            summary = "Returns the result of a submission: the first file of the action that exports results")
    @ApiResponse(
            responseCode = "200",
            description = "The bytes, with the media type of the file",
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "404", description = "The tenant has no such submission: not-found")
    @ApiResponse(responseCode = "409", description = "It has no result, or none yet: conflict")
    public Response result(
            @PathParam("submission") @Parameter(description = ID) String submission,
            @BeanParam EnvironmentScope scope,
            @Context SecurityContext security) {
        ResultExport.Named result = orRefuse(results.result(caller(security), id(scope, caller(security), submission)));
        return download(
                result.content(),
                submission + result.name().substring(result.name().lastIndexOf('.')));
    }

    @GET
    @Path("/{submission}/files/{name: .+}")
    @Produces(MediaType.WILDCARD)
    @Operation(operationId = "getFile", summary = "Returns a file of the submission's log from the customer's storage")
    @ApiResponse(
            responseCode = "200",
            description = "The bytes, with the media type of the file",
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    @ApiResponse(responseCode = "404", description = "The submission has no such file: not-found")
    public Response file(
            @PathParam("submission") @Parameter(description = ID) String submission,
            @BeanParam EnvironmentScope scope,
            @PathParam("name") @Parameter(description = "Name of the file in the log, which has slashes") String name,
            @Context SecurityContext security) {
        DocumentContent file =
                orRefuse(submissions.file(caller(security), id(scope, caller(security), submission), name));
        return download(file, name.substring(name.lastIndexOf('/') + 1));
    }

    private static Response download(DocumentContent file, String fileName) {
        return Response.ok(file.bytes(), mediaType(file))
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName + "\"")
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "sandbox")
                .build();
    }

    @POST
    @Path("/{submission}/resubmissions")
    @Operation(
            operationId = "resubmit",
            summary = "Runs the stored document again with the feature that serves now",
            description = "Refused while the document is in process, and once the authority accepted it.")
    @ApiResponse(
            responseCode = "202",
            description = "A new submission with its own log; Location is its address",
            content = @Content(schema = @Schema(implementation = SubmissionView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such submission: not-found")
    @ApiResponse(responseCode = "409", description = "Its state does not allow it: conflict, document-in-process")
    @ApiResponse(responseCode = "422", description = "No feature applies: no-applicable-feature, ambiguous-features")
    public Response resubmit(
            @PathParam("submission") @Parameter(description = ID) String submission,
            @BeanParam EnvironmentScope scope,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        return SubmitAnswers.answer(
                submissions.resubmit(caller(security), id(scope, caller(security), submission)), uri);
    }

    @POST
    @Path("/{submission}/related")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "sendRelated",
            summary = "Sends a correction, cancellation or status change of a former submission's document")
    @ApiResponse(
            responseCode = "202",
            description = "A new submission, the child of the former one; Location is its address",
            content = @Content(schema = @Schema(implementation = SubmissionView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such submission: not-found")
    @ApiResponse(responseCode = "409", description = "The document is in process: document-in-process")
    @ApiResponse(responseCode = "413", description = "The document is too large: too-large")
    @ApiResponse(
            responseCode = "422",
            description = "No feature applies: no-applicable-feature, ambiguous-features; the document or a variable is"
                    + " not acceptable: invalid-content")
    public Response sendRelated(
            @PathParam("submission") @Parameter(description = ID) String submission,
            @BeanParam EnvironmentScope scope,
            NewRelatedSubmission request,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        DocumentContent content = documents.content(
                request.content(), request.contentText(), request.contentBase64(), request.mediaType());
        RelatedCommand command =
                checked("", () -> new RelatedCommand(request.kind(), request.context(), request.variables(), content));
        return SubmitAnswers.answer(
                submissions.sendRelated(caller(security), id(scope, caller(security), submission), command), uri);
    }

    @POST
    @Path("/{submission}/cancellation")
    @Operation(
            operationId = "cancelSubmission",
            summary = "Withdraws a submission before anything was sent",
            description = "Repeatable. Later a related submission of kind CANCELLATION is the way.")
    @ApiResponse(responseCode = "200", description = "The submission, canceled", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such submission: not-found")
    @ApiResponse(responseCode = "409", description = "It has ended or may have been sent: conflict")
    public SubmissionView cancel(
            @PathParam("submission") @Parameter(description = ID) String submission,
            @BeanParam EnvironmentScope scope,
            @Context SecurityContext security) {
        return SubmissionView.withLog(
                orRefuse(submissions.cancel(caller(security), id(scope, caller(security), submission))));
    }

    @POST
    @Path("/{submission}/decision")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "decide",
            summary = "Decides about a submission whose call has an unknown outcome and that waits for a person")
    @ApiResponse(responseCode = "200", description = "The submission as it now is", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such submission: not-found")
    @ApiResponse(responseCode = "409", description = "It waits for no decision: conflict")
    public SubmissionView decide(
            @PathParam("submission") @Parameter(description = ID) String submission,
            @BeanParam EnvironmentScope scope,
            DecisionRequest request,
            @Context SecurityContext security) {
        return SubmissionView.withLog(orRefuse(
                submissions.decide(caller(security), id(scope, caller(security), submission), request.decision())));
    }

    @POST
    @Path("/{submission}/confirmation")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "confirmOutcome",
            summary = "Enters what the authority said about a call whose outcome is unknown",
            description =
                    "The call's action is completed with it, and the flow goes on. Who entered it stands in the log. What the"
                            + " authority handed out stands for the action's first output, which is the response.")
    @ApiResponse(responseCode = "200", description = "The submission as it goes on", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such submission: not-found")
    @ApiResponse(responseCode = "409", description = "No call of it has an unknown outcome: conflict")
    public SubmissionView confirm(
            @PathParam("submission") @Parameter(description = ID) String submission,
            @BeanParam EnvironmentScope scope,
            NewConfirmation request,
            @Context SecurityContext security) {
        boolean withFile = !request.contentText().isEmpty() || request.contentBase64().length > 0;
        Optional<DocumentContent> file = withFile
                ? Optional.of(documents.content(
                        NullNode.getInstance(), request.contentText(), request.contentBase64(), request.mediaType()))
                : Optional.empty();
        FlowRepair.Confirmation confirmation = checked(
                "",
                () -> new FlowRepair.Confirmation(request.invoiceStatus(), request.receipt(), request.note(), file));
        return SubmissionView.withLog(
                orRefuse(repair.confirm(caller(security), id(scope, caller(security), submission), confirmation)));
    }

    @POST
    @Path("/{submission}/redrive")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "redrive",
            summary = "Drives on a submission that failed or waits, where it stopped",
            description =
                    "The same submission with the same log; retries start anew. A call whose outcome is unknown is resolved, never"
                            + " made anew. An earlier action can be named if no call was answered since.")
    @ApiResponse(responseCode = "200", description = "The submission as it goes on", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such submission: not-found")
    @ApiResponse(
            responseCode = "409",
            description =
                    "It runs, has ended well, waits for a decision, or its document is in process or accepted: conflict")
    @ApiResponse(responseCode = "422", description = "It cannot start from that action: invalid-content")
    public SubmissionView redrive(
            @PathParam("submission") @Parameter(description = ID) String submission,
            @BeanParam EnvironmentScope scope,
            @OptionalBody @Nullable RedriveStart request,
            @Context SecurityContext security) {
        Optional<String> from = Optional.ofNullable(request).flatMap(RedriveStart::from);
        return SubmissionView.withLog(
                orRefuse(repair.redrive(caller(security), id(scope, caller(security), submission), from)));
    }

    private SubmissionId id(EnvironmentScope scope, Caller caller, String submission) {
        return scope.confine(submissions, caller, pathId("submission", SubmissionId::parse, submission));
    }

    private static MediaType mediaType(DocumentContent file) {
        try {
            return MediaType.valueOf(file.mediaType());
        } catch (IllegalArgumentException unreadable) {
            return MediaType.APPLICATION_OCTET_STREAM_TYPE;
        }
    }
}
