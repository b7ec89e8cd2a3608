package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.access.Caller;
import io.einvoicing.http.api.NewReservation;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.api.ProblemType;
import io.einvoicing.http.api.ReservationView;
import io.einvoicing.kernel.Require;
import io.einvoicing.usage.Reservation;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.VolumeReservations;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
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
import java.time.InstantSource;

/** Documents of the running month that are held for entries to come. */
@Secured
@Path("/api/v1/usage/reservations")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Reservations",
        description = "Asks whether further documents stay within the balance; needs the role submit")
public final class ReservationsResource {
    private static final String ID = "Id of the reservation";

    private final VolumeReservations reservations;
    private final InstantSource clock;

    ReservationsResource(VolumeReservations reservations, InstantSource clock) {
        this.reservations = reservations;
        this.clock = clock;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "reserve",
            summary = "Holds documents of the running month for 15 minutes",
            description = "Of two callers at one instant, both succeed only if there is enough for both.")
    @ApiResponse(
            responseCode = "201",
            description = "The reservation; Location is its address",
            content = @Content(schema = @Schema(implementation = ReservationView.class)))
    @ApiResponse(responseCode = "409", description = "So many are not available; available says how many are: conflict")
    public Response reserve(NewReservation request, @Context SecurityContext security, @Context UriInfo uri) {
        Caller caller = caller(security);
        Reservation reservation = orRefuse(checked("", () -> reservations.ask(caller, request.documents())))
                .fold(VolumeReservations.Answer.Reserved::reservation, lack -> {
                    throw new ProblemException(Problem.of(
                                    ProblemType.CONFLICT,
                                    lack.documents() + " documents are not available in " + lack.month()
                                            + ", available are " + lack.available()
                                            + ": purchase packages, or record without a reservation")
                            .withAvailable(lack.available()));
                });
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(reservation.id().toString())
                        .build())
                .entity(view(reservation))
                .build();
    }

    @GET
    @Operation(operationId = "listReservations", summary = "Lists the reservations that are open now, the oldest first")
    @ApiResponse(responseCode = "200", description = "The open reservations", useReturnTypeSchema = true)
    public Page<ReservationView> open(@Context SecurityContext security) {
        return Page.whole(orRefuse(reservations.open(caller(security))).stream()
                .map(this::view)
                .toList());
    }

    @GET
    @Path("/{reservation}")
    @Operation(operationId = "getReservation", summary = "Returns a reservation, whether it is open or not")
    @ApiResponse(responseCode = "200", description = "The reservation", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such reservation: not-found")
    public ReservationView get(
            @PathParam("reservation") @Parameter(description = ID) String reservation,
            @Context SecurityContext security) {
        return view(orRefuse(reservations.find(caller(security), id(reservation))));
    }

    @DELETE
    @Path("/{reservation}")
    @Operation(operationId = "releaseReservation", summary = "Gives back what a reservation still holds; repeatable")
    @ApiResponse(
            responseCode = "200",
            description = "The reservation, which holds nothing any more",
            useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such reservation: not-found")
    public ReservationView release(
            @PathParam("reservation") @Parameter(description = ID) String reservation,
            @Context SecurityContext security) {
        return view(orRefuse(reservations.release(caller(security), id(reservation))));
    }

    private static ReservationId id(String reservation) {
        return new ReservationId(pathId("reservation", text -> Require.uuid("id", text), reservation));
    }

    private ReservationView view(Reservation reservation) {
        return ReservationView.of(reservation, clock.instant());
    }
}
