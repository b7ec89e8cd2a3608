package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pageSize;
import static io.einvoicing.http.api.internal.Requests.query;
import static io.einvoicing.http.api.internal.Requests.revision;
import static io.einvoicing.http.api.internal.Requests.snapshotNumber;

import io.einvoicing.environment.EnvironmentAdministration;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.environment.PublishedEnvironment;
import io.einvoicing.http.api.EnvironmentView;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.PublicationView;
import io.einvoicing.http.api.SnapshotSummary;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was published of a service environment, and the way back. */
@Secured
@Path("/api/v1/environments/{environment}/snapshots")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Environments")
public final class SnapshotsResource {
    private static final String ID = "Id of the environment";
    private static final String ID_EXAMPLE = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a";
    private static final String NUMBER = "Number of the snapshot, 1 for the first publication";

    private final EnvironmentAdministration environments;

    SnapshotsResource(EnvironmentAdministration environments) {
        this.environments = environments;
    }

    @GET
    @Operation(
            operationId = "listSnapshots",
            summary = "Lists what was published of an environment, the newest first",
            description = "Each publication and each rollback left one snapshot, which never changes.")
    @ApiResponse(responseCode = "200", description = "One page of snapshots", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    public Page<SnapshotSummary> list(
            @PathParam("environment") @Parameter(description = ID, example = ID_EXAMPLE) String environment,
            @QueryParam("after")
                    @Parameter(
                            description = "Cursor: the value of next in the page before",
                            example = "12",
                            schema = @Schema(type = "string"))
                    @Nullable
                    String after,
            @QueryParam("limit")
                    @DefaultValue("50")
                    @Parameter(
                            description = "At most so many, 1 to 500",
                            example = "50",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
                    String limit,
            @Context SecurityContext security) {
        int size = pageSize(limit);
        List<PublishedEnvironment> found = orRefuse(environments.snapshots(
                caller(security), id(environment), query("after", Requests::positive, after), size + 1));
        return Page.first(size, found, snapshot -> Integer.toString(snapshot.number()))
                .map(SnapshotSummary::of);
    }

    @GET
    @Path("/{number}")
    @Operation(
            operationId = "getSnapshot",
            summary = "Returns a snapshot with its settings",
            description = "The highest number is what serves.")
    @ApiResponse(responseCode = "200", description = "The snapshot", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "There is no such environment or snapshot: not-found")
    public EnvironmentView.Snapshot get(
            @PathParam("environment") @Parameter(description = ID, example = ID_EXAMPLE) String environment,
            @PathParam("number") @Parameter(description = NUMBER, example = "12") String number,
            @Context SecurityContext security) {
        return EnvironmentView.Snapshot.of(
                orRefuse(environments.snapshot(caller(security), id(environment), snapshotNumber(number))));
    }

    @POST
    @Path("/{number}/rollback")
    @Operation(
            operationId = "rollBackEnvironment",
            summary = "Publishes a former snapshot again",
            description =
                    "Its settings become the draft, are checked as for every publication and are published as a new"
                            + " snapshot, in one step. A draft that was not published is lost.")
    @ApiResponse(
            responseCode = "201",
            description = "The settings are published again; the warnings name what needs attention soon",
            content = @Content(schema = @Schema(implementation = PublicationView.class)))
    @ApiResponse(responseCode = "404", description = "There is no such environment or snapshot: not-found")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "422", description = "The checks found faults, each with its remedy: invalid-content")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response rollBack(
            @PathParam("environment") @Parameter(description = ID, example = ID_EXAMPLE) String environment,
            @PathParam("number") @Parameter(description = NUMBER, example = "11") String number,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = EnvironmentsResource.IF_MATCH, required = true, example = "\"7\"")
                    @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        EnvironmentId id = id(environment);
        return EnvironmentsResource.published(orRefuse(
                environments.rollBack(caller(security), id, snapshotNumber(number), revision(ifMatch)),
                () -> EnvironmentsResource.tagged(
                        EnvironmentView.of(orRefuse(environments.find(caller(security), id))))));
    }

    private static EnvironmentId id(String environment) {
        return EnvironmentsResource.id(environment);
    }
}
