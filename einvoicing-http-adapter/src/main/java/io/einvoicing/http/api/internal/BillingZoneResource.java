package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.access.Caller;
import io.einvoicing.activation.ServiceActivation;
import io.einvoicing.http.api.BillingZoneRequest;
import io.einvoicing.http.api.BillingZoneView;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;

/** The zone in which the tenant's days and months are counted. */
@Secured
@Path("/api/v1/usage/billing-zone")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Billing zone", description = "In which zone days and months are counted")
public final class BillingZoneResource {
    private final ServiceActivation activation;

    BillingZoneResource(ServiceActivation activation) {
        this.activation = activation;
    }

    @GET
    @Operation(operationId = "getBillingZone", summary = "Returns the billing zones; needs the role usage or configure")
    @ApiResponse(responseCode = "200", description = "The zones in the order of time", useReturnTypeSchema = true)
    public BillingZoneView get(@Context SecurityContext security) {
        return BillingZoneView.of(orRefuse(activation.billing(caller(security))));
    }

    @PUT
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "changeBillingZone",
            summary = "Counts days and months in another zone from a month on; needs the role configure",
            description =
                    "Replaces changes that were planned for that month or later ones. What was counted keeps its day.")
    @ApiResponse(responseCode = "200", description = "The zones in the order of time", useReturnTypeSchema = true)
    @ApiResponse(
            responseCode = "412",
            description = "Somebody else changed the tenant at the same time: stale-revision")
    public BillingZoneView change(BillingZoneRequest request, @Context SecurityContext security) {
        Caller caller = caller(security);
        return BillingZoneView.of(orRefuse(
                        checked("", () -> activation.changeBillingZone(caller, request.zone(), request.from())))
                .billing());
    }
}
