package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.oneOf;
import static io.einvoicing.http.api.internal.Requests.pageSize;
import static io.einvoicing.http.api.internal.Requests.query;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.health.HealthWatch;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.VaultAccessView;
import io.einvoicing.http.api.VaultHealthView;
import io.einvoicing.kernel.Require;
import io.einvoicing.vault.VaultAccess;
import io.einvoicing.vault.VaultAccessReview;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the customers' vaults and containers are, and who used the vaults. */
@Secured
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Key vaults",
        description = "Health of vaults and containers in use, and every access to a vault; needs the role configure")
public final class VaultsResource {
    private final HealthWatch health;
    private final VaultAccessReview accesses;

    VaultsResource(HealthWatch health, VaultAccessReview accesses) {
        this.health = health;
        this.accesses = accesses;
    }

    @GET
    @Path("/vault-health")
    @Operation(
            operationId = "listVaultHealth",
            summary = "Lists how vault and container of every published environment were last, by name",
            description = "The service looks again and again; what changes is announced as a notification.")
    @ApiResponse(
            responseCode = "200",
            description = "All published environments; UNKNOWN is what nobody has looked at yet",
            useReturnTypeSchema = true)
    public Page<VaultHealthView> latest(@Context SecurityContext security) {
        return Page.whole(orRefuse(health.latest(caller(security))).stream()
                .map(VaultHealthView::of)
                .toList());
    }

    /** Which accesses are asked for. */
    public static final class Query {
        @QueryParam("environment")
        @Parameter(
                description = "Only for the environment with this id",
                example = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a")
        public @Nullable String environment;

        @QueryParam("object")
        @Parameter(description = "Only to the secret or certificate of this name", example = "storage-sas")
        public @Nullable String object;

        @QueryParam("submission")
        @Parameter(
                description = "Only by the flow of the submission with this id",
                example = "0190c9a4-7b1e-7c43-8f0e-2a7d5b6c1e90")
        public @Nullable String submission;

        @QueryParam("principal")
        @Parameter(
                description = "Only by the user or application with this object id",
                example = "6384e2b2-184b-4bf5-8ecc-f10ca7a6563c")
        public @Nullable String principal;

        @QueryParam("outcome")
        @Parameter(
                description = "Only with this outcome",
                schema = @Schema(implementation = VaultAccess.Outcome.class),
                example = "DENIED")
        public @Nullable String outcome;

        @QueryParam("from")
        @Parameter(description = "First instant", example = "2026-11-01T00:00:00Z")
        public @Nullable String from;

        @QueryParam("to")
        @Parameter(description = "End, exclusive", example = "2026-12-01T00:00:00Z")
        public @Nullable String to;

        private VaultAccess.Filter filter() {
            return new VaultAccess.Filter(
                    query("environment", text -> Require.uuid("environment id", text), environment),
                    query("object", text -> Require.name("object", text), object),
                    query("submission", text -> Require.uuid("submission id", text), submission),
                    query("principal", PrincipalId::parse, principal),
                    query("outcome", oneOf(VaultAccess.Outcome.class), outcome),
                    query("from", Requests::instant, from),
                    query("to", Requests::instant, to));
        }
    }

    @GET
    @Path("/vault-accesses")
    @Operation(
            operationId = "listVaultAccesses",
            summary = "Lists the service's accesses to vaults, the newest first",
            description = "Every access that was really made; what the service still remembered is none.")
    @ApiResponse(responseCode = "200", description = "One page of accesses", useReturnTypeSchema = true)
    public Page<VaultAccessView> accesses(
            @BeanParam Query asked,
            @QueryParam("after") @Parameter(description = "Cursor: the value of next in the page before") @Nullable
                    String after,
            @QueryParam("limit")
                    @DefaultValue("50")
                    @Parameter(
                            description = "At most so many, 1 to 500",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "50"))
                    String limit,
            @Context SecurityContext security) {
        int size = pageSize(limit);
        List<VaultAccess> found = orRefuse(accesses.accesses(
                caller(security),
                asked.filter(),
                query("after", text -> Require.uuid("access id", text), after),
                size + 1));
        return Page.first(size, found, access -> access.id().toString()).map(VaultAccessView::of);
    }
}
