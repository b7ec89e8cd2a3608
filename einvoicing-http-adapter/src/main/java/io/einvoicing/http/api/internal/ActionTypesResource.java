package io.einvoicing.http.api.internal;

import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureAdministration;
import io.einvoicing.http.api.Page;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Descriptions of the action types from which pipelines are built. */
@Secured
@Path("/api/v1/action-types")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Features")
public final class ActionTypesResource {
    private final FeatureAdministration features;

    ActionTypesResource(FeatureAdministration features) {
        this.features = features;
    }

    @GET
    @Operation(operationId = "listActionTypes", summary = "Lists the action types with their parameters and outputs")
    @ApiResponse(responseCode = "200", description = "All action types by name", useReturnTypeSchema = true)
    public Page<ActionDescription> list() {
        return Page.whole(features.actionTypes());
    }
}
