package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.BearerFilter.caller;
import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.ProblemException.orRefuse;
import static io.einvoicing.http.api.internal.Requests.oneOf;
import static io.einvoicing.http.api.internal.Requests.query;

import io.einvoicing.access.Caller;
import io.einvoicing.flow.Direction;
import io.einvoicing.http.api.BalanceView;
import io.einvoicing.http.api.DeviationView;
import io.einvoicing.http.api.ForecastView;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.RankingView;
import io.einvoicing.http.api.ReceivedMonthView;
import io.einvoicing.http.api.UsageDocumentView;
import io.einvoicing.http.api.UsageMonthView;
import io.einvoicing.usage.DayFigure;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.NamedEntry;
import io.einvoicing.usage.UsageEntry;
import io.einvoicing.usage.UsageFilter;
import io.einvoicing.usage.UsageIndicators;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The indicators of the usage dashboard, and what lies behind them. */
@Secured
@Path("/api/v1/usage")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Usage", description = "Counted documents and balances; needs the role usage")
public final class UsageResource {
    /** Most documents in one page. */
    private static final int MAX_PAGE = 1_000;

    private final UsageIndicators indicators;

    UsageResource(UsageIndicators indicators) {
        this.indicators = indicators;
    }

    @GET
    @Path("/balance")
    @Operation(
            operationId = "getBalance",
            summary = "Returns the balance of a month",
            description = "Free volume + purchased volume − documents used; a negative balance blocks nothing.")
    @ApiResponse(responseCode = "200", description = "The balance", useReturnTypeSchema = true)
    public BalanceView balance(
            @QueryParam("month")
                    @Parameter(
                            description =
                                    "Month such as 2026-11 in the tenant's billing zone; left out, the month that runs now")
                    @Nullable
                    String month,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        YearMonth of = query("month", UsageQuery::month, month).orElseGet(() -> running(caller));
        return BalanceView.of(
                orRefuse(indicators.perMonth(caller, MonthPeriod.of(of))).get(0));
    }

    @GET
    @Path("/months")
    @Operation(
            operationId = "listUsagePerMonth",
            summary = "Lists usage per month (export)",
            description =
                    "With an environment or a feature only month, state and used are given, the others are null: the"
                            + " balance is the organization's.")
    @ApiResponse(responseCode = "200", description = "Every month of the period in order", useReturnTypeSchema = true)
    public Page<UsageMonthView> months(
            @QueryParam("from") @Parameter(description = UsageQuery.FIRST_MONTH) @Nullable String from,
            @QueryParam("to") @Parameter(description = UsageQuery.LAST_MONTH) @Nullable String to,
            @QueryParam("environment") @Parameter(description = UsageQuery.ENVIRONMENT) @Nullable String environment,
            @QueryParam("feature") @Parameter(description = UsageQuery.FEATURE) @Nullable String feature,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        MonthPeriod period = UsageQuery.months(from, to, () -> running(caller));
        UsageFilter filter = UsageQuery.filter(environment, feature);
        return Page.whole(
                filter.isNone()
                        ? orRefuse(indicators.perMonth(caller, period)).stream()
                                .map(UsageMonthView::of)
                                .toList()
                        : orRefuse(indicators.usedPerMonth(caller, period, filter)).stream()
                                .map(UsageMonthView::of)
                                .toList());
    }

    @GET
    @Path("/received")
    @Operation(
            operationId = "listReceivedPerMonth",
            summary = "Lists usage per month (import)",
            description = "Documents that the ERP took over; they touch no balance. A month without any shows 0.")
    @ApiResponse(responseCode = "200", description = "Every month of the period in order", useReturnTypeSchema = true)
    public Page<ReceivedMonthView> received(
            @QueryParam("from") @Parameter(description = UsageQuery.FIRST_MONTH) @Nullable String from,
            @QueryParam("to") @Parameter(description = UsageQuery.LAST_MONTH) @Nullable String to,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        MonthPeriod period = UsageQuery.months(from, to, () -> running(caller));
        return Page.whole(orRefuse(indicators.receivedPerMonth(caller, period)).stream()
                .map(ReceivedMonthView::of)
                .toList());
    }

    @GET
    @Path("/features")
    @Operation(operationId = "rankFeatures", summary = "Returns usage by feature: exported documents, the most first")
    @ApiResponse(responseCode = "200", description = "The ranking", useReturnTypeSchema = true)
    public RankingView features(
            @QueryParam("from") @Parameter(description = UsageQuery.FIRST_DAY) @Nullable String from,
            @QueryParam("to") @Parameter(description = UsageQuery.LAST_DAY) @Nullable String to,
            @QueryParam("environment") @Parameter(description = UsageQuery.ENVIRONMENT) @Nullable String environment,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        DayPeriod period = UsageQuery.days(from, to, () -> running(caller));
        return RankingView.of(orRefuse(indicators.byFeature(caller, period, UsageQuery.environment(environment))));
    }

    @GET
    @Path("/environments")
    @Operation(
            operationId = "rankEnvironments",
            summary = "Returns usage by environment: exported documents, the most first")
    @ApiResponse(responseCode = "200", description = "The ranking", useReturnTypeSchema = true)
    public RankingView environments(
            @QueryParam("from") @Parameter(description = UsageQuery.FIRST_DAY) @Nullable String from,
            @QueryParam("to") @Parameter(description = UsageQuery.LAST_DAY) @Nullable String to,
            @QueryParam("feature") @Parameter(description = UsageQuery.FEATURE) @Nullable String feature,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        DayPeriod period = UsageQuery.days(from, to, () -> running(caller));
        return RankingView.of(orRefuse(indicators.byEnvironment(caller, period, UsageQuery.feature(feature))));
    }

    @GET
    @Path("/days")
    @Operation(operationId = "listUsagePerDay", summary = "Lists counted documents per day, at most 366 days")
    @ApiResponse(responseCode = "200", description = "Every day of the period in order", useReturnTypeSchema = true)
    public Page<DayFigure> days(
            @QueryParam("from") @Parameter(description = UsageQuery.FIRST_DAY) @Nullable String from,
            @QueryParam("to") @Parameter(description = UsageQuery.LAST_DAY) @Nullable String to,
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
        DayPeriod period = UsageQuery.days(from, to, () -> running(caller));
        UsageFilter filter = UsageQuery.filter(environment, feature);
        Direction counted = direction(direction);
        return Page.whole(orRefuse(checked("", () -> indicators.byDay(caller, counted, period, filter))));
    }

    @GET
    @Path("/documents")
    @Operation(
            operationId = "listCountedDocuments",
            summary = "Lists the documents behind a figure, by the day on which they count")
    @ApiResponse(responseCode = "200", description = "One page of documents", useReturnTypeSchema = true)
    public Page<UsageDocumentView> documents(
            @QueryParam("from") @Parameter(description = UsageQuery.FIRST_DAY) @Nullable String from,
            @QueryParam("to") @Parameter(description = UsageQuery.LAST_DAY) @Nullable String to,
            @QueryParam("direction")
                    @Parameter(
                            description = "Issued or received documents; left out, EXPORT",
                            schema = @Schema(implementation = Direction.class))
                    @Nullable
                    String direction,
            @QueryParam("environment") @Parameter(description = UsageQuery.ENVIRONMENT) @Nullable String environment,
            @QueryParam("feature") @Parameter(description = UsageQuery.FEATURE) @Nullable String feature,
            @QueryParam("after") @Parameter(description = "The value of next in the page before") @Nullable
                    String after,
            @QueryParam("limit")
                    @DefaultValue("100")
                    @Parameter(
                            description = "At most so many, 1 to 1,000",
                            schema = @Schema(type = "integer", minimum = "1", maximum = "1000", defaultValue = "100"))
                    String limit,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        DayPeriod period = UsageQuery.days(from, to, () -> running(caller));
        UsageFilter filter = UsageQuery.filter(environment, feature);
        Direction counted = direction(direction);
        int size = Requests.pageSize(limit, MAX_PAGE);
        Optional<UsageEntry.Cursor> end = query("after", text -> EntryCursor.parse(counted, text), after);
        // Only a cursor of another list can still be wrong: it names what the organization never counted.
        List<NamedEntry> page =
                checked("after", () -> orRefuse(indicators.documents(caller, counted, period, filter, end, size)));
        return new Page<>(
                page.stream().map(UsageDocumentView::of).toList(),
                page.size() < size
                        ? Optional.empty()
                        : Optional.of(EntryCursor.print(page.get(size - 1).entry())));
    }

    @GET
    @Path("/forecast")
    @Operation(
            operationId = "getForecast",
            summary = "Returns what the running month will probably use, and the packages to buy")
    @ApiResponse(responseCode = "200", description = "The forecast", useReturnTypeSchema = true)
    public ForecastView forecast(@Context SecurityContext security) {
        return ForecastView.of(orRefuse(indicators.outlook(caller(security))));
    }

    @GET
    @Path("/deviations")
    @Operation(operationId = "listDeviations", summary = "Lists the months in which more was used than acquired")
    @ApiResponse(responseCode = "200", description = "Only months with a deviation", useReturnTypeSchema = true)
    public Page<DeviationView> deviations(
            @QueryParam("from") @Parameter(description = UsageQuery.FIRST_MONTH) @Nullable String from,
            @QueryParam("to") @Parameter(description = UsageQuery.LAST_MONTH) @Nullable String to,
            @Context SecurityContext security) {
        Caller caller = caller(security);
        MonthPeriod period = UsageQuery.months(from, to, () -> running(caller));
        return Page.whole(orRefuse(indicators.deviations(caller, period)).stream()
                .map(DeviationView::of)
                .toList());
    }

    static Direction direction(@Nullable String direction) {
        return query("direction", oneOf(Direction.class), direction).orElse(Direction.EXPORT);
    }

    private YearMonth running(Caller caller) {
        return orRefuse(indicators.runningMonth(caller));
    }
}
