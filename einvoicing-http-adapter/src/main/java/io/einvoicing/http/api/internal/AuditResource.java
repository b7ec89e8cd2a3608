package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.oneOf;
import static io.einvoicing.http.api.internal.Requests.pageSize;
import static io.einvoicing.http.api.internal.Requests.query;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.RawValue;
import com.google.common.collect.AbstractIterator;
import io.einvoicing.access.Caller;
import io.einvoicing.access.PrincipalId;
import io.einvoicing.audit.AuditEntry;
import io.einvoicing.audit.AuditFilter;
import io.einvoicing.audit.AuditReview;
import io.einvoicing.audit.AuditStamp;
import io.einvoicing.http.api.AuditEntryView;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.export.Table;
import io.einvoicing.http.export.TableFormat;
import io.einvoicing.kernel.Slice;
import io.einvoicing.kernel.TenantId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
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
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Who changed what and when. */
@Secured
@AcrossTenants
@Path("/api/v1/audit")
@Tag(
        name = "Audit",
        description =
                "Administrative changes with their state before and after; needs the role configure, or operate for"
                        + " what operators change in a tenant")
public final class AuditResource {
    /** The most characters that a cell of a workbook takes. */
    private static final int MAX_CELL = 32_767;

    private static final String CUT = "… cut: the CSV file has all of it";

    private final AuditReview audit;
    private final ObjectMapper json;

    AuditResource(AuditReview audit, ObjectMapper json) {
        this.audit = audit;
        this.json = json;
    }

    /** What is asked for, the same for the list and the file. */
    public static final class Query {
        @QueryParam("from")
        @Parameter(description = "First instant", example = "2026-11-01T00:00:00Z")
        public @Nullable String from;

        @QueryParam("to")
        @Parameter(description = "End, exclusive", example = "2026-12-01T00:00:00Z")
        public @Nullable String to;

        @QueryParam("actor")
        @Parameter(
                description = "Object id of the user or application that made the change",
                example = "6384e2b2-184b-4bf5-8ecc-f10ca7a6563c")
        public @Nullable String actor;

        @QueryParam("operation")
        @Parameter(description = "What was done", example = "environment.publish")
        public @Nullable String operation;

        @QueryParam("subject")
        @Parameter(
                description =
                        "What was changed, with all that lies below it: a kind such as environment, or one subject",
                example = "environment")
        public @Nullable String subject;

        @QueryParam("tenant")
        @Parameter(
                description =
                        "For operators: the tenant, of which they see what operators change; left out, the own one",
                example = "3f2b0c9e-5f0a-4d3c-9a51-0c7c8f1e2d3a")
        public @Nullable String tenant;

        private AuditFilter filter() {
            Optional<Instant> first = query("from", Requests::instant, from);
            Optional<Instant> end = query("to", Requests::instant, to);
            Optional<PrincipalId> who = query("actor", PrincipalId::parse, actor);
            return checked(
                    "",
                    () -> new AuditFilter(
                            first,
                            end,
                            who,
                            Optional.ofNullable(operation),
                            subject == null ? Set.of() : Set.of(subject)));
        }

        private Optional<TenantId> of() {
            return query("tenant", TenantId::parse, tenant);
        }
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "listChanges",
            summary = "Lists administrative changes, the newest first",
            description = "References to secrets show, values of secrets never do: the service stores none.")
    @ApiResponse(responseCode = "200", description = "One page of changes", useReturnTypeSchema = true)
    public Page<AuditEntryView> list(
            @BeanParam Query asked,
            @QueryParam("after") @Parameter(description = "Cursor: the value of next in the page before") @Nullable
                    String after,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Parameter(
                            description =
                                    "At most so many, 1 to 500; a page ends early with the record by which its states"
                                            + " reach 4,000,000 characters, so follow next until it is absent",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "500", defaultValue = "100"))
                    String limit,
            @Context SecurityContext security) {
        int size = pageSize(limit);
        Slice<AuditEntry> found = orRefuse(audit.changes(
                caller(security), asked.of(), asked.filter(), query("after", AuditResource::cursor, after), size));
        return new Page<>(found.items(), found.last().map(each -> Long.toString(each.id()))).map(this::view);
    }

    @GET
    @Path("/export")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "exportChanges",
            summary = "Returns administrative changes as a file for spreadsheets, the newest first",
            description =
                    "In CSV an apostrophe precedes text that a spreadsheet would take for a formula; a workbook cuts"
                            + " states of more than 32,767 characters.")
    @ApiResponse(
            responseCode = "200",
            description = "The whole file: text/csv in UTF-8, or an XLSX workbook",
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    public Response export(
            @BeanParam Query asked,
            @QueryParam("format")
                    @DefaultValue("csv")
                    @Parameter(
                            description = "Kind of file",
                            schema =
                                    @Schema(
                                            type = "string",
                                            allowableValues = {"csv", "xlsx"},
                                            defaultValue = "csv"))
                    String format,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        TableFormat kind = query(
                        "format", text -> oneOf(TableFormat.class).apply(text.toUpperCase(Locale.ROOT)), format)
                .orElse(TableFormat.CSV);
        AuditFilter filter = asked.filter();
        Optional<TenantId> tenant = asked.of();
        Changes rows = new Changes(
                after -> orRefuse(audit.changes(caller, tenant, filter, after, AuditReview.MAX_PAGE)), kind);
        return TemporaryFile.download(
                "audit",
                kind,
                new Table(
                        "Audit",
                        List.of("Id", "At (UTC)", "Actor", "Actor id", "Operation", "Subject", "Before", "After"),
                        rows));
    }

    private AuditEntryView view(AuditEntry entry) {
        AuditStamp stamp = entry.entry().stamp();
        return new AuditEntryView(
                entry.id(),
                stamp.at(),
                new AuditEntryView.Actor(stamp.actor(), stamp.actorName()),
                stamp.operation(),
                entry.entry().subject(),
                entry.entry().before().map(this::state),
                entry.entry().after().map(this::state));
    }

    /**
     * Returns the state as the store wrote it, which goes out as it is: read into nodes it would take many times its size. One that
     * is no JSON is the text of an object's only member.
     */
    private JsonNode state(String written) {
        return isJson(written)
                ? json.getNodeFactory().rawValueNode(new RawValue(written))
                : json.createObjectNode().put("text", written);
    }

    private boolean isJson(String written) {
        try (JsonParser parser = json.createParser(written)) {
            boolean hasValue = parser.nextToken() != null;
            parser.skipChildren();
            return hasValue && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static long cursor(String text) {
        if (!text.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException("must be the value of next in the page before, was \"" + text + "\"");
        }
        return Long.parseLong(text);
    }

    /** Rows of all pages; one page is in memory at a time. */
    private static final class Changes extends AbstractIterator<List<Object>> {
        private final Function<Optional<Long>, Slice<AuditEntry>> pages;
        private final TableFormat format;
        private Iterator<AuditEntry> page = Collections.emptyIterator();
        private Optional<Long> after = Optional.empty();
        private boolean last;
        private long rows;

        Changes(Function<Optional<Long>, Slice<AuditEntry>> pages, TableFormat format) {
            this.pages = pages;
            this.format = format;
        }

        @Override
        protected @Nullable List<Object> computeNext() {
            if (!page.hasNext() && !last) {
                Slice<AuditEntry> read = pages.apply(after);
                page = read.items().iterator();
                after = read.last().map(AuditEntry::id);
                last = after.isEmpty();
            }
            if (!page.hasNext()) {
                return endOfData();
            }
            AuditEntry entry = page.next();
            if (++rows > format.maxRows()) {
                throw ProblemException.invalidValue(
                        "from",
                        "and to must span at most " + format.maxRows() + " changes for a file of the kind "
                                + format.extension(),
                        "choose a shorter period");
            }
            return row(entry);
        }

        private List<Object> row(AuditEntry entry) {
            AuditStamp stamp = entry.entry().stamp();
            return List.of(
                    entry.id(),
                    stamp.at(),
                    stamp.actorName(),
                    stamp.actor().toString(),
                    stamp.operation(),
                    entry.entry().subject(),
                    state(entry.entry().before()),
                    state(entry.entry().after()));
        }

        private Object state(Optional<String> written) {
            return written.<Object>map(text -> format == TableFormat.XLSX && text.length() > MAX_CELL
                            ? text.substring(0, MAX_CELL - CUT.length()) + CUT
                            : text)
                    .orElse(Table.EMPTY);
        }
    }
}
