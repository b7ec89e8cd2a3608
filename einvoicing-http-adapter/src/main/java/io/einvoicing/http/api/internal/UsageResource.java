package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.access.Caller;
import io.einvoicing.http.api.BalanceView;
import io.einvoicing.http.api.NewPurchase;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.PurchaseView;
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
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Balances and purchases. */
@Secured
@Path("/api/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage", description = "Balances and purchases; needs the role usage")
public final class UsageResource {
    private static final String MONTH =
            "Month such as 2026-11 in the tenant's billing zone; left out, the month that runs now";

    private final UsageManagement usage;

    UsageResource(UsageManagement usage) {
        this.usage = usage;
    }

    @GET
    @Path("/balance")
    @Operation(
            operationId = "getBalance",
            summary = "Returns the balance of a month",
            description = "Free volume + purchased volume − documents used; a negative balance blocks nothing.")
    @ApiResponse(responseCode = "200", description = "The balance", useReturnTypeSchema = true)
    public BalanceView balance(
            @QueryParam("month") @Parameter(description = MONTH) @Nullable String month,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        return BalanceView.of(orRefuse(usage.balance(caller, month(caller, month))));
    }

    @GET
    @Path("/purchases")
    @Operation(operationId = "listPurchases", summary = "Lists the purchases acquired in a month")
    @ApiResponse(responseCode = "200", description = "All purchases of the month by date", useReturnTypeSchema = true)
    public Page<PurchaseView> purchases(
            @QueryParam("month") @Parameter(description = MONTH) @Nullable String month,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        return Page.whole(orRefuse(usage.purchases(caller, month(caller, month))).stream()
                .map(PurchaseView::of)
                .toList());
    }

    @POST
    @Path("/purchases")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "recordPurchase",
            summary = "Registers purchased packages",
            description = "Each call adds an entry; an entry is never edited.")
    @ApiResponse(
            responseCode = "201",
            description = "The entry",
            content = @Content(schema = @Schema(implementation = PurchaseView.class)))
    public Response record(NewPurchase request, @Context SecurityContext security) {
        Caller caller = caller(security);
        PurchaseView recorded = PurchaseView.of(
                orRefuse(checked("", () -> usage.recordPurchase(caller, request.acquiredOn(), request.packages()))));
        return Response.status(Response.Status.CREATED).entity(recorded).build();
    }

    private YearMonth month(Caller caller, @Nullable String month) {
        return Requests.query("month", UsageResource::parse, month)
                .orElseGet(() -> orRefuse(usage.runningMonth(caller)));
    }

    private static YearMonth parse(String text) {
        try {
            return YearMonth.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("must be a month such as 2026-11, was \"" + text + "\"", e);
        }
    }
}
