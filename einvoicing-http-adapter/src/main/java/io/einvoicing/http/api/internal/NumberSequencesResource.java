package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.pageSize;
import static io.einvoicing.http.api.internal.Requests.pathId;
import static io.einvoicing.http.api.internal.Requests.query;
import static io.einvoicing.http.api.internal.Requests.revision;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.http.api.DrawnNumberView;
import io.einvoicing.http.api.NewNumberSequence;
import io.einvoicing.http.api.NumberSequenceView;
import io.einvoicing.http.api.Page;
import io.einvoicing.numbersequence.DrawnNumber;
import io.einvoicing.numbersequence.NumberSequence;
import io.einvoicing.numbersequence.NumberSequenceEdit;
import io.einvoicing.numbersequence.NumberSequenceId;
import io.einvoicing.numbersequence.NumberSequences;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Number sequences of an environment, and the values that were drawn from them. */
@Secured
@Path("/api/v1/environments/{environment}/number-sequences")
@Produces(MediaType.APPLICATION_JSON)
@Tag(
        name = "Number sequences",
        description = "Gap-free numbers for actions; edits take effect at once; needs the role configure")
public final class NumberSequencesResource {
    private static final String ENVIRONMENT = "Id of the environment";
    private static final String ENVIRONMENT_EXAMPLE = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a";
    private static final String SEQUENCE = "Id of the number sequence";
    private static final String SEQUENCE_EXAMPLE = "0190c9a4-7b1e-7c43-8f0e-2a7d5b6c1e90";
    private static final String IF_MATCH = "ETag of the answer in which the number sequence was read";

    private final NumberSequences sequences;

    NumberSequencesResource(NumberSequences sequences) {
        this.sequences = sequences;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "createNumberSequence",
            summary = "Creates a number sequence",
            description = "It can be drawn from at once. For a feature, it wins over one of the same name without.")
    @ApiResponse(
            responseCode = "201",
            description = "The sequence was created; Location is its address, ETag its revision",
            content = @Content(schema = @Schema(implementation = NumberSequenceView.class)))
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    @ApiResponse(responseCode = "409", description = "The environment and feature have the name: duplicate")
    @ApiResponse(responseCode = "422", description = "The tenant has no such feature: invalid-content")
    public Response create(
            @PathParam("environment") @Parameter(description = ENVIRONMENT, example = ENVIRONMENT_EXAMPLE)
                    String environment,
            NewNumberSequence request,
            @Context SecurityContext security,
            @Context UriInfo uri) {
        NumberSequenceEdit edit = new NumberSequenceEdit(
                request.name(), request.description(), request.inUse().orElse(true), request.first());
        NumberSequenceView created = NumberSequenceView.of(
                orRefuse(sequences.create(caller(security), id(environment), request.feature(), edit)));
        return Response.created(uri.getAbsolutePathBuilder()
                        .path(created.id().toString())
                        .build())
                .tag(Requests.tag(created.revision()))
                .entity(created)
                .build();
    }

    @GET
    @Operation(operationId = "listNumberSequences", summary = "Lists all number sequences of an environment by name")
    @ApiResponse(responseCode = "200", description = "All number sequences", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such environment: not-found")
    public Page<NumberSequenceView> list(
            @PathParam("environment") @Parameter(description = ENVIRONMENT, example = ENVIRONMENT_EXAMPLE)
                    String environment,
            @Context SecurityContext security) {
        return Page.whole(orRefuse(sequences.list(caller(security), id(environment))).stream()
                .map(NumberSequenceView::of)
                .toList());
    }

    @GET
    @Path("/{sequence}")
    @Operation(operationId = "getNumberSequence", summary = "Returns a number sequence with its next value")
    @ApiResponse(
            responseCode = "200",
            description = "The number sequence; ETag is its revision",
            content = @Content(schema = @Schema(implementation = NumberSequenceView.class)))
    @ApiResponse(responseCode = "404", description = "There is no such environment or number sequence: not-found")
    public Response get(
            @PathParam("environment") @Parameter(description = ENVIRONMENT, example = ENVIRONMENT_EXAMPLE)
                    String environment,
            @PathParam("sequence") @Parameter(description = SEQUENCE, example = SEQUENCE_EXAMPLE) String sequence,
            @Context SecurityContext security) {
        return tagged(orRefuse(sequences.find(caller(security), id(environment), sequenceId(sequence))));
    }

    @PUT
    @Path("/{sequence}")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "editNumberSequence",
            summary = "Changes a number sequence at once",
            description =
                    "The next value can change before the first draw only; leave it out afterwards. Taken out of use, the"
                            + " sequence gives no further value, and actions that draw from it fail.")
    @ApiResponse(
            responseCode = "200",
            description = "The number sequence as it now is",
            content = @Content(schema = @Schema(implementation = NumberSequenceView.class)))
    @ApiResponse(responseCode = "404", description = "There is no such environment or number sequence: not-found")
    @ApiResponse(
            responseCode = "409",
            description = "Another next value after the first draw: conflict; the name is taken: duplicate")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response edit(
            @PathParam("environment") @Parameter(description = ENVIRONMENT, example = ENVIRONMENT_EXAMPLE)
                    String environment,
            @PathParam("sequence") @Parameter(description = SEQUENCE, example = SEQUENCE_EXAMPLE) String sequence,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = IF_MATCH, required = true, example = "\"1\"")
                    @Nullable
                    String ifMatch,
            NumberSequenceEdit edit,
            @Context SecurityContext security) {
        return tagged(orRefuse(
                sequences.edit(caller(security), id(environment), sequenceId(sequence), revision(ifMatch), edit),
                () -> get(environment, sequence, security)));
    }

    @DELETE
    @Path("/{sequence}")
    @Operation(operationId = "deleteNumberSequence", summary = "Deletes a number sequence from which nothing was drawn")
    @ApiResponse(responseCode = "204", description = "The number sequence is deleted")
    @ApiResponse(responseCode = "404", description = "There is no such environment or number sequence: not-found")
    @ApiResponse(
            responseCode = "409",
            description = "Values were drawn, which stay on record; take it out of use instead: conflict")
    @ApiResponse(responseCode = "412", description = "Somebody else changed it meanwhile: stale-revision")
    @ApiResponse(responseCode = "428", description = "If-Match is missing: revision-required")
    public Response delete(
            @PathParam("environment") @Parameter(description = ENVIRONMENT, example = ENVIRONMENT_EXAMPLE)
                    String environment,
            @PathParam("sequence") @Parameter(description = SEQUENCE, example = SEQUENCE_EXAMPLE) String sequence,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = IF_MATCH, required = true, example = "\"1\"")
                    @Nullable
                    String ifMatch,
            @Context SecurityContext security) {
        orRefuse(
                sequences.delete(caller(security), id(environment), sequenceId(sequence), revision(ifMatch)),
                () -> get(environment, sequence, security));
        return Response.noContent().build();
    }

    @GET
    @Path("/{sequence}/values")
    @Operation(
            operationId = "listDrawnNumbers",
            summary = "Lists the values that were drawn, the lowest first",
            description =
                    "Without gaps: every value from the first on belongs to exactly one submission, failed or not.")
    @ApiResponse(responseCode = "200", description = "One page of values", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "There is no such environment or number sequence: not-found")
    public Page<DrawnNumberView> values(
            @PathParam("environment") @Parameter(description = ENVIRONMENT, example = ENVIRONMENT_EXAMPLE)
                    String environment,
            @PathParam("sequence") @Parameter(description = SEQUENCE, example = SEQUENCE_EXAMPLE) String sequence,
            @QueryParam("after")
                    @Parameter(description = "Cursor: the value of next in the page before", example = "50")
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
        List<DrawnNumber> found = orRefuse(sequences.values(
                caller(security),
                id(environment),
                sequenceId(sequence),
                query("after", NumberSequencesResource::value, after),
                size + 1));
        return Page.first(size, found, drawn -> Long.toString(drawn.value())).map(DrawnNumberView::of);
    }

    private static long value(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("must be a drawn value, was \"" + text + "\"");
        }
        return Long.parseLong(text);
    }

    private static EnvironmentId id(String environment) {
        return pathId("environment", EnvironmentId::parse, environment);
    }

    private static NumberSequenceId sequenceId(String sequence) {
        return pathId("number sequence", NumberSequenceId::parse, sequence);
    }

    private static Response tagged(NumberSequence sequence) {
        return Response.ok(NumberSequenceView.of(sequence))
                .tag(Requests.tag(sequence.revision()))
                .build();
    }
}
