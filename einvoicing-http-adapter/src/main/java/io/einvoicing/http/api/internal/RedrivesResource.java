package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.access.Caller;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.flow.FlowRepair;
import io.einvoicing.flow.RedriveCommand;
import io.einvoicing.http.api.NewRedrive;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.RedriveView;
import io.einvoicing.http.api.SubmissionFilterForm;
import io.einvoicing.kernel.Require;
import io.einvoicing.submission.SubmissionFilter;
import io.einvoicing.submission.Submissions;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Commands to drive on many submissions. */
@Secured
@Path("/api/v1/submission-redrives")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Submissions", description = "Business documents on their way; needs the role submit")
public final class RedrivesResource {
    private final FlowRepair repair;
    private final Submissions submissions;

    RedrivesResource(FlowRepair repair, Submissions submissions) {
        this.repair = repair;
        this.submissions = submissions;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "redriveMany",
            summary = "Drives on many submissions that failed or wait, or decides about many unknown outcomes",
            description =
                    "By the filter of the log, by ids, or by ids of which the filter means some. Carried out by any node, each"
                            + " submission once; what is submitted later is not meant.")
    @ApiResponse(
            responseCode = "202",
            description = "The command runs; Location is its address",
            content = @Content(schema = @Schema(implementation = RedriveView.class)))
    @ApiResponse(
            responseCode = "422",
            description = "The filter means what has ended well, or waits for no decision: invalid-content")
    public Response start(
            NewRedrive request,
            @BeanParam EnvironmentScope scope,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        Caller caller = caller(security);
        boolean named = request.submissions().filter(ids -> !ids.isEmpty()).isPresent();
        if (!named && request.filter().isEmpty()) {
            throw ProblemException.invalidValue(
                    "filter", "filter or submissions must be given", "send a filter, {} for everything that failed");
        }
        SubmissionFilter filter = checked(
                "filter",
                () -> request.filter().map(SubmissionFilterForm::filter).orElse(SubmissionFilter.ALL));
        Optional<EnvironmentId> confined = scope.environment(submissions, caller);
        RedriveCommand.Selection selection = checked(
                "submissions",
                () -> new RedriveCommand.Selection(
                        confined.map(filter::to).orElse(filter),
                        request.submissions().orElseGet(List::of)));
        RedriveCommand command = orRefuse(request.decision()
                .map(decision -> repair.decideMany(caller, selection, decision))
                .orElseGet(() -> repair.redriveMany(caller, selection)));
        return Response.accepted(RedriveView.of(command))
                .location(uri.getBaseUriBuilder()
                        .path(RedrivesResource.class)
                        .path(command.id().toString())
                        .build())
                .build();
    }

    @GET
    @Operation(operationId = "listRedrives", summary = "Lists the latest 50 commands to drive on, the newest first")
    @ApiResponse(responseCode = "200", description = "The commands", useReturnTypeSchema = true)
    public Page<RedriveView> list(@Context SecurityContext security) {
        return Page.whole(orRefuse(repair.commands(caller(security))).stream()
                .map(RedriveView::of)
                .toList());
    }

    @GET
    @Path("/{redrive}")
    @Operation(operationId = "getRedrive", summary = "Returns how far a command to drive on is")
    @ApiResponse(responseCode = "200", description = "The command", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such command: not-found")
    public RedriveView get(
            @PathParam("redrive") @Parameter(description = "Id of the command") String redrive,
            @Context SecurityContext security) {
        UUID id = pathId("command", text -> Require.uuid("id", text), redrive);
        return RedriveView.of(orRefuse(repair.command(caller(security), id)));
    }
}
