package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.access.Caller;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.http.api.ChannelRunStart;
import io.einvoicing.http.api.ExportChannelView;
import io.einvoicing.http.api.NewChannelRun;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.SubmissionView;
import io.einvoicing.submission.ExportChannel;
import io.einvoicing.submission.ExportChannels;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.Submissions;
import io.swagger.v3.oas.annotations.Operation;
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
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.Comparator;
import java.util.Optional;

/** Export channels: documents that wait to be sent together, and the runs that send them. */
@Secured
@Path("/api/v1/export-channels")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Submissions", description = "Business documents on their way; needs the role submit")
public final class ExportChannelsResource {
    private static final Comparator<ExportChannel.Key> ORDER = Comparator.comparing(
                    (ExportChannel.Key channel) -> channel.environment().value())
            .thenComparing(channel -> channel.feature().value())
            .thenComparing(ExportChannel.Key::setup);

    private final ExportChannels channels;
    private final Submissions submissions;

    ExportChannelsResource(ExportChannels channels, Submissions submissions) {
        this.channels = channels;
        this.submissions = submissions;
    }

    @GET
    @Operation(
            operationId = "listExportChannels",
            summary = "Lists the export channels in which documents wait or that had a run")
    @ApiResponse(responseCode = "200", description = "The channels", useReturnTypeSchema = true)
    public Page<ExportChannelView> list(@BeanParam EnvironmentScope scope, @Context SecurityContext security) {
        Caller caller = caller(security);
        Optional<EnvironmentId> confined = scope.environment(submissions, caller);
        return Page.whole(orRefuse(channels.list(caller)).stream()
                .filter(channel -> confined.isEmpty()
                        || confined.get().equals(channel.key().environment()))
                .sorted(Comparator.comparing(ExportChannel::key, ORDER))
                .map(ExportChannelView::of)
                .toList());
    }

    @POST
    @Path("/runs")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "startChannelRun",
            summary = "Sends the documents that wait in an export channel, the longest waiting first",
            description =
                    "The run is a submission of kind CHANNEL_RUN with a log of its own; its documents complete when it has"
                            + " completed. A document is in one run at a time: whoever repeats a request whose answer was lost starts"
                            + " a run with what is left.")
    @ApiResponse(
            responseCode = "202",
            description = "The run; Location is its address as a submission",
            content = @Content(schema = @Schema(implementation = ChannelRunStart.class)))
    @ApiResponse(
            responseCode = "200",
            description = "No document waits: run is null, and nothing was stored",
            content = @Content(schema = @Schema(implementation = ChannelRunStart.class)))
    @ApiResponse(responseCode = "404", description = "There is no such published environment: not-found")
    @ApiResponse(responseCode = "422", description = "The feature has no such export channel there: invalid-content")
    public Response start(
            NewChannelRun request,
            @BeanParam EnvironmentScope scope,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        ExportChannels.RunCommand command = checked(
                "",
                () -> new ExportChannels.RunCommand(
                        request.environment(),
                        request.feature(),
                        request.setup(),
                        request.most().orElse(ExportChannels.MOST)));
        scope.requireSame(command.environment());
        Optional<Submission> run = orRefuse(channels.start(caller(security), command));
        ChannelRunStart answer = new ChannelRunStart(run.map(SubmissionView::of));
        return run.map(started -> Response.accepted(answer)
                        .location(uri.getBaseUriBuilder()
                                .path(SubmissionsResource.class)
                                .path(started.id().toString())
                                .build()))
                .orElseGet(() -> Response.ok(answer))
                .build();
    }
}
