package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.access.Caller;
import io.einvoicing.flow.Direction;
import io.einvoicing.http.api.NewUsageBatch;
import io.einvoicing.http.api.NewUsageEntry;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import io.einvoicing.usage.FeedReceipt;
import io.einvoicing.usage.NamedRecord;
import io.einvoicing.usage.ReservationId;
import io.einvoicing.usage.UsageFeed;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;

/** Takes over what other systems counted. */
@Secured
@Path("/api/v1/usage/entries")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Usage feed", description = "Documents that other systems counted; needs the role submit")
public final class UsageFeedResource {
    private static final String CONFLICT =
            "A document was counted before, or is in the batch twice, with other content: conflict";

    private static final String INVALID =
            "An environment or a feature is unknown, or an instant lies in the future: invalid-content";

    private final UsageFeed feed;

    UsageFeedResource(UsageFeed feed) {
        this.feed = feed;
    }

    @POST
    @Operation(
            operationId = "recordUsage",
            summary = "Counts a document that another system issued, or received and took over",
            description = "Counted once for environment, direction and document, so repeating the request is safe. A"
                    + " document whose month has closed counts on the day of recording, and late tells so.")
    @ApiResponse(responseCode = "200", description = "The document is durably counted", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such reservation: not-found")
    @ApiResponse(responseCode = "409", description = CONFLICT)
    @ApiResponse(responseCode = "422", description = INVALID)
    public FeedReceipt record(NewUsageEntry entry, @Context SecurityContext security) {
        NamedRecord named = named(new NewUsageBatch.Entry(
                entry.document(), entry.environment(), entry.feature(), entry.direction(), entry.occurredAt()));
        return orRefuse(feed.recordNamed(
                        caller(security), List.of(named), entry.reservation().map(ReservationId::new))
                .fold(Result::accepted, refusal -> Result.refused(single(refusal))));
    }

    @POST
    @Path("/batch")
    @Operation(
            operationId = "recordUsageBatch",
            summary = "Counts up to 10,000 documents, all of them or none",
            description = "As with single documents; every fault is named as in entries[17].occurredAt, at most 100.")
    @ApiResponse(responseCode = "200", description = "Every document is durably counted", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "404", description = "The tenant has no such reservation: not-found")
    @ApiResponse(responseCode = "409", description = CONFLICT)
    @ApiResponse(responseCode = "413", description = "The batch has too many bytes: too-large")
    @ApiResponse(responseCode = "422", description = INVALID)
    public FeedReceipt record(NewUsageBatch batch, @Context SecurityContext security) {
        Caller caller = caller(security);
        List<NamedRecord> records =
                batch.entries().stream().map(UsageFeedResource::named).toList();
        return orRefuse(checked(
                "entries",
                () -> feed.recordNamed(caller, records, batch.reservation().map(ReservationId::new))));
    }

    private static NamedRecord named(NewUsageBatch.Entry entry) {
        return new NamedRecord(
                entry.environment(),
                entry.feature(),
                entry.direction().orElse(Direction.EXPORT),
                entry.document(),
                entry.occurredAt());
    }

    /** Returns the refusal in the words of a request that has no list. */
    private static Refusal single(Refusal refusal) {
        return new Refusal(
                refusal.kind(),
                single(refusal.message()),
                refusal.findings().stream()
                        .map(finding ->
                                Finding.error(single(finding.field()), single(finding.message()), finding.remedy()))
                        .toList());
    }

    private static String single(String text) {
        return text.replaceFirst("entries\\[0](\\.|: |$)", "");
    }
}
