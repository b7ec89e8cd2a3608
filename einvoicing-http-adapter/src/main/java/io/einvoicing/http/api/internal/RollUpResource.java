package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.access.Caller;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.ReconciliationView;
import io.einvoicing.http.api.UsageCommandView;
import io.einvoicing.kernel.Require;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.RollUpAdministration;
import io.einvoicing.usage.UsageCommand;
import io.einvoicing.usage.UsageManagement;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The commands "Update" and "Reset history data", and reconciliation. */
@Secured
@Path("/api/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Roll-up", description = "Keeps the sums of what was counted, and proves them")
public final class RollUpResource {
    private final UsageManagement usage;
    private final RollUpAdministration rollUp;

    RollUpResource(UsageManagement usage) {
        this.usage = usage;
        this.rollUp = usage.rollUp();
    }

    @POST
    @Path("/update")
    @Operation(
            operationId = "updateUsage",
            summary = "Takes everything counted so far into the sums; needs the role usage",
            description = "Figures are right without it; it makes them cheaper to read.")
    @ApiResponse(
            responseCode = "202",
            description = "The command runs; Location is its address",
            content = @Content(schema = @Schema(implementation = UsageCommandView.class)))
    @ApiResponse(responseCode = "409", description = "Another command of the organization runs: conflict")
    public Response update(@Context SecurityContext security, @Context UriInfo uri) {
        return started(orRefuse(rollUp.update(caller(security))), uri);
    }

    @POST
    @Path("/reset")
    @Operation(
            operationId = "resetUsage",
            summary = "Builds the sums anew from the ledger; needs the role configure",
            description = "No figure changes; readers see the old sums until the new ones are whole.")
    @ApiResponse(
            responseCode = "202",
            description = "The command runs; Location is its address",
            content = @Content(schema = @Schema(implementation = UsageCommandView.class)))
    @ApiResponse(responseCode = "409", description = "Another command of the organization runs: conflict")
    public Response reset(@Context SecurityContext security, @Context UriInfo uri) {
        return started(orRefuse(rollUp.reset(caller(security))), uri);
    }

    @GET
    @Path("/commands")
    @Operation(
            operationId = "listUsageCommands",
            summary = "Lists the latest 20 commands, the newest first; needs the role usage or configure")
    @ApiResponse(responseCode = "200", description = "The commands", useReturnTypeSchema = true)
    public Page<UsageCommandView> commands(@Context SecurityContext security) {
        return Page.whole(orRefuse(rollUp.latest(caller(security))).stream()
                .map(UsageCommandView::of)
                .toList());
    }

    @GET
    @Path("/commands/{command}")
    @Operation(
            operationId = "getUsageCommand",
            summary = "Returns how far a command is; needs the role usage or configure")
    @ApiResponse(responseCode = "200", description = "The command", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such command: not-found")
    public UsageCommandView command(
            @PathParam("command") @Parameter(description = "Id of the command") String command,
            @Context SecurityContext security) {
        UUID id = pathId("command", text -> Require.uuid("id", text), command);
        return UsageCommandView.of(orRefuse(rollUp.find(caller(security), id)));
    }

    @GET
    @Path("/reconciliation")
    @Operation(
            operationId = "reconcileUsage",
            summary = "Compares completed submissions, ledger and sums; needs the role usage",
            description = "Every difference is named, up to 1,000.")
    @ApiResponse(responseCode = "200", description = "What agrees and what does not", useReturnTypeSchema = true)
    public ReconciliationView reconcile(
            @QueryParam("from") @Parameter(description = UsageQuery.FIRST_DAY) @Nullable String from,
            @QueryParam("to") @Parameter(description = UsageQuery.LAST_DAY) @Nullable String to,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        DayPeriod period =
                UsageQuery.days(from, to, () -> orRefuse(usage.indicators().runningMonth(caller)));
        return ReconciliationView.of(orRefuse(rollUp.reconcile(caller, period)));
    }

    private static Response started(UsageCommand command, UriInfo uri) {
        return Response.accepted(UsageCommandView.of(command))
                .location(uri.getBaseUriBuilder()
                        .path(RollUpResource.class)
                        .path("commands")
                        .path(command.id().toString())
                        .build())
                .build();
    }
}
