package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;

import io.einvoicing.access.Caller;
import io.einvoicing.flow.Direction;
import io.einvoicing.http.api.DeviationView;
import io.einvoicing.http.api.PurchaseView;
import io.einvoicing.http.api.ReceivedMonthView;
import io.einvoicing.http.api.UsageMonthView;
import io.einvoicing.http.export.Table;
import io.einvoicing.http.export.TableFormat;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.UsageIndicators;
import io.einvoicing.usage.UsageManagement;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.time.YearMonth;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Usage as files for spreadsheets. */
@Secured
@Path("/api/v1/usage/export")
@Tag(name = "Usage", description = "Counted documents and balances; needs the role usage")
public final class UsageExportResource {
    private final UsageManagement usage;
    private final UsageIndicators indicators;

    UsageExportResource(UsageManagement usage) {
        this.usage = usage;
        this.indicators = usage.indicators();
    }

    @GET
    @Path("/{table: months|received|features|environments|documents|purchases|deviations}.{format: csv|xlsx}")
    @Produces(MediaType.WILDCARD)
    @Operation(
            operationId = "exportUsage",
            summary = "Returns a table of usage as a file for spreadsheets",
            description = "With the parameters of the list of the same name: months for months, received, purchases and"
                    + " deviations, days for the others. In CSV an apostrophe precedes text that a spreadsheet would take"
                    + " for a formula.")
    @ApiResponse(
            responseCode = "200",
            description = "The whole file: text/csv in UTF-8, or an XLSX workbook",
            content = @Content(mediaType = "*/*", schema = @Schema(type = "string", format = "binary")))
    public Response export(
            @PathParam("table")
                    @Parameter(
                            description =
                                    "One of months, received, features, environments, documents, purchases, deviations")
                    String table,
            @PathParam("format") @Parameter(description = "csv or xlsx") String format,
            @QueryParam("from") @Parameter(description = "First month or day, as for the list") @Nullable String from,
            @QueryParam("to") @Parameter(description = "Last month or day, as for the list") @Nullable String to,
            @QueryParam("month") @Parameter(description = "Only purchases of this month") @Nullable String month,
            @QueryParam("direction")
                    @Parameter(
                            description = "Issued or received documents; left out, EXPORT",
                            schema = @Schema(implementation = Direction.class))
                    @Nullable
                    String direction,
            @QueryParam("environment") @Parameter(description = UsageQuery.ENVIRONMENT) @Nullable String environment,
            @QueryParam("feature") @Parameter(description = UsageQuery.FEATURE) @Nullable String feature,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        TableFormat kind = TableFormat.valueOf(format.toUpperCase(Locale.ROOT));
        UsageFilter filter = UsageQuery.filter(environment, feature);
        return switch (table) {
            case "purchases" -> {
                MonthPeriod period = PurchasesResource.period(usage, caller, month, from, to);
                yield file(
                        kind,
                        table,
                        period.first() + "_" + period.last(),
                        UsageTables.purchases(orRefuse(usage.purchases().acquiredIn(caller, period)).stream()
                                .map(PurchaseView::of)
                                .toList()));
            }
            case "months", "received", "deviations" -> {
                MonthPeriod period = UsageQuery.months(from, to, () -> running(caller));
                yield file(kind, table, period.first() + "_" + period.last(), ofMonths(table, caller, period, filter));
            }
            default -> {
                DayPeriod period = UsageQuery.days(from, to, () -> running(caller));
                Direction counted = UsageResource.direction(direction);
                yield file(
                        kind,
                        table,
                        period.first() + "_" + period.last(),
                        ofDays(kind, table, caller, counted, period, filter));
            }
        };
    }

    private Table ofMonths(String table, Caller caller, MonthPeriod period, UsageFilter filter) {
        return switch (table) {
            case "months" ->
                UsageTables.months(
                        filter.isNone()
                                ? orRefuse(indicators.perMonth(caller, period)).stream()
                                        .map(UsageMonthView::of)
                                        .toList()
                                : orRefuse(indicators.usedPerMonth(caller, period, filter)).stream()
                                        .map(UsageMonthView::of)
                                        .toList());
            case "received" ->
                UsageTables.received(orRefuse(indicators.receivedPerMonth(caller, period)).stream()
                        .map(ReceivedMonthView::of)
                        .toList());
            default ->
                UsageTables.deviations(orRefuse(indicators.deviations(caller, period)).stream()
                        .map(DeviationView::of)
                        .toList());
        };
    }

    private Table ofDays(
            TableFormat format,
            String table,
            Caller caller,
            Direction direction,
            DayPeriod period,
            UsageFilter filter) {
        return switch (table) {
            case "features" ->
                UsageTables.ranking(
                        "Usage by feature",
                        "Feature",
                        orRefuse(indicators.byFeature(caller, period, filter.environment())));
            case "environments" ->
                UsageTables.ranking(
                        "Usage by environment",
                        "Environment",
                        orRefuse(indicators.byEnvironment(caller, period, filter.feature())));
            default -> {
                long rows = orRefuse(indicators.countDocuments(caller, direction, period, filter));
                if (rows > format.maxRows()) {
                    throw ProblemException.invalidValue(
                            "from",
                            "and to must span at most " + format.maxRows() + " documents for a file of the kind "
                                    + format.extension() + ", span " + rows,
                            rows > TableFormat.CSV.maxRows() ? "choose a shorter period" : "choose csv");
                }
                yield UsageTables.documents(indicators, caller, direction, period, filter);
            }
        };
    }

    private static Response file(TableFormat format, String table, String period, Table content) {
        return TemporaryFile.download("usage-" + table + "_" + period, format, content);
    }

    private YearMonth running(Caller caller) {
        return orRefuse(indicators.runningMonth(caller));
    }
}
