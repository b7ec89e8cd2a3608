package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pathId;

import io.einvoicing.access.Caller;
import io.einvoicing.http.api.NewPurchase;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.PurchaseView;
import io.einvoicing.kernel.Require;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.PurchaseAdministration;
import io.einvoicing.usage.UsageManagement;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
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
import java.time.YearMonth;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Purchased packages. */
@Secured
@Path("/api/v1/usage/purchases")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Purchases", description = "Packages entered by hand; needs the role usage")
public final class PurchasesResource {
    private final UsageManagement usage;
    private final PurchaseAdministration purchases;

    PurchasesResource(UsageManagement usage) {
        this.usage = usage;
        this.purchases = usage.purchases();
    }

    @GET
    @Operation(
            operationId = "listPurchases",
            summary = "Lists the purchases acquired in a month, or from a month to another")
    @ApiResponse(responseCode = "200", description = "All purchases by date", useReturnTypeSchema = true)
    public Page<PurchaseView> list(
            @QueryParam("month")
                    @Parameter(
                            description =
                                    "Month such as 2026-11 in the tenant's billing zone; without any parameter, the"
                                            + " month that runs now")
                    @Nullable
                    String month,
            @QueryParam("from") @Parameter(description = "First month, instead of month") @Nullable String from,
            @QueryParam("to") @Parameter(description = "Last month, instead of month; at most 120 months") @Nullable
                    String to,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        MonthPeriod period = period(usage, caller, month, from, to);
        return Page.whole(orRefuse(purchases.acquiredIn(caller, period)).stream()
                .map(PurchaseView::of)
                .toList());
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "recordPurchase",
            summary = "Registers purchased packages",
            description =
                    "Each call adds an entry; an entry is never edited. They count in the month of the date only.")
    @ApiResponse(
            responseCode = "201",
            description = "The entry",
            content = @Content(schema = @Schema(implementation = PurchaseView.class)))
    public Response record(NewPurchase request, @Context SecurityContext security) {
        Caller caller = caller(security);
        return created(PurchaseView.of(
                orRefuse(checked("", () -> purchases.record(caller, request.acquiredOn(), request.packages())))));
    }

    @POST
    @Path("/{purchase}/reversal")
    @Operation(operationId = "reversePurchase", summary = "Takes a purchase back whole by a further entry")
    @ApiResponse(
            responseCode = "201",
            description = "The reversing entry",
            content = @Content(schema = @Schema(implementation = PurchaseView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such purchase: not-found")
    @ApiResponse(responseCode = "409", description = "It was reversed before, or is itself a reversal: conflict")
    public Response reverse(
            @PathParam("purchase") @Parameter(description = "Id of the purchase") String purchase,
            @Context SecurityContext security) {
        UUID id = pathId("purchase", text -> Require.uuid("id", text), purchase);
        return created(PurchaseView.of(orRefuse(purchases.reverse(caller(security), id))));
    }

    static MonthPeriod period(
            UsageManagement usage, Caller caller, @Nullable String month, @Nullable String from, @Nullable String to) {
        if (month != null && (from != null || to != null)) {
            throw ProblemException.invalidValue("month", "must not be given with from or to", "leave one of them out");
        }
        YearMonth running = orRefuse(usage.indicators().runningMonth(caller));
        return from == null && to == null
                ? MonthPeriod.of(
                        Requests.query("month", UsageQuery::month, month).orElse(running))
                : UsageQuery.months(from, to, () -> running);
    }

    private static Response created(PurchaseView view) {
        return Response.status(Response.Status.CREATED).entity(view).build();
    }
}
