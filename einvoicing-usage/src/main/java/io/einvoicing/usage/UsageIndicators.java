package io.einvoicing.usage;

import static java.util.Comparator.comparingLong;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.Result;
import io.einvoicing.kernel.TenantId;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The indicators of the usage management dashboard, and what lies behind them. Thread-safe. Every operation needs the role
 * {@link Role#USAGE}, sees the caller's tenant only, whatever the number of its ERP instances and legal entities, and is refused as
 * NOT_FOUND for an unknown tenant.
 *
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/global/e-invoicing-usage-management-dashboard">
 *     Source: Usage management dashboard, dated 2021-05-07</a>
 */
public final class UsageIndicators {
    /** Most entries on a page of documents. */
    public static final int MAX_PAGE = 10_000;

    /** Most days of a series. */
    public static final int MAX_DAYS = 366;

    private static final int PEAK_MONTHS = 12;

    private final UsageManagement.Ports ports;
    private final Books books;

    UsageIndicators(UsageManagement.Ports ports, Books books) {
        this.ports = ports;
        this.books = books;
    }

    /** Returns the month that runs now in the tenant's billing zone. */
    public Result<YearMonth> runningMonth(Caller caller) {
        return permitted(caller, (calendar, now) -> calendar.month(now));
    }

    /**
     * Returns usage per month (exporting direction).
     *
     * @throws ArithmeticException if a month's volume does not fit into a {@code long}
     */
    public Result<List<MonthUsage>> perMonth(Caller caller, MonthPeriod period) {
        return permitted(caller, (calendar, now) -> books.months(caller.tenant(), calendar, now, period));
    }

    /** Returns the months in which more was used than acquired. */
    public Result<List<MonthUsage>> deviations(Caller caller, MonthPeriod period) {
        return permitted(
                caller,
                (calendar, now) -> books.months(caller.tenant(), calendar, now, period).stream()
                        .filter(month -> month.balance().isDeviation())
                        .toList());
    }

    /** Returns what one environment, one feature or both used per month; a balance exists for the organization only. */
    public Result<List<MonthFigure>> usedPerMonth(Caller caller, MonthPeriod period, UsageFilter filter) {
        return perMonth(caller, Direction.EXPORT, period, filter);
    }

    /** Returns usage per month (importing direction); a month without any shows 0. */
    public Result<List<MonthFigure>> receivedPerMonth(Caller caller, MonthPeriod period) {
        return perMonth(caller, Direction.IMPORT, period, UsageFilter.NONE);
    }

    /** Returns usage by feature: exported documents only. */
    public Result<UsageRanking> byFeature(Caller caller, DayPeriod period, Optional<EnvironmentId> environment) {
        return permitted(
                caller,
                (calendar, now) -> ranking(
                        period,
                        ports.figures()
                                .byFeature(
                                        caller.tenant(),
                                        Direction.EXPORT,
                                        period,
                                        new UsageFilter(environment, Optional.empty())),
                        ports.names().features(caller.tenant()),
                        FeatureId::value));
    }

    /** Returns usage by environment: exported documents only. */
    public Result<UsageRanking> byEnvironment(Caller caller, DayPeriod period, Optional<FeatureId> feature) {
        return permitted(
                caller,
                (calendar, now) -> ranking(
                        period,
                        ports.figures()
                                .byEnvironment(
                                        caller.tenant(),
                                        Direction.EXPORT,
                                        period,
                                        new UsageFilter(Optional.empty(), feature)),
                        ports.names().environments(caller.tenant()),
                        EnvironmentId::value));
    }

    /**
     * Returns what was counted on each day of the period, 0 included.
     *
     * @throws IllegalArgumentException if the period has more than {@value #MAX_DAYS} days
     */
    public Result<List<DayFigure>> byDay(Caller caller, Direction direction, DayPeriod period, UsageFilter filter) {
        if (period.days() > MAX_DAYS) {
            throw new IllegalArgumentException(
                    "from and to must span at most " + MAX_DAYS + " days, span " + period.days());
        }
        return permitted(caller, (calendar, now) -> {
            Map<LocalDate, Long> quantities = ports.figures().byDay(caller.tenant(), direction, period, filter);
            return period.first()
                    .datesUntil(period.last().plusDays(1))
                    .map(day -> new DayFigure(day, quantities.getOrDefault(day, 0L)))
                    .toList();
        });
    }

    /**
     * Returns the documents behind a figure, by billing day.
     *
     * @param after where the page before ended; empty for the first page
     * @param limit most documents to return, 1 to {@value #MAX_PAGE}
     */
    public Result<List<NamedEntry>> documents(
            Caller caller,
            Direction direction,
            DayPeriod period,
            UsageFilter filter,
            Optional<UsageEntry.Cursor> after,
            int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_PAGE + ", was " + limit);
        }
        return permitted(caller, (calendar, now) -> {
            TenantId tenant = caller.tenant();
            List<UsageEntry> entries = ports.ledger().entries(tenant, direction, period, filter, after, limit);
            Map<EnvironmentId, String> environments = ports.names().environments(tenant);
            Map<FeatureId, String> features = ports.names().features(tenant);
            return entries.stream()
                    .map(entry -> new NamedEntry(
                            entry,
                            environments.getOrDefault(
                                    entry.environment(), entry.environment().toString()),
                            features.getOrDefault(
                                    entry.feature(), entry.feature().toString())))
                    .toList();
        });
    }

    /** Returns how many documents {@link #documents} lists on all its pages. */
    public Result<Long> countDocuments(Caller caller, Direction direction, DayPeriod period, UsageFilter filter) {
        return permitted(
                caller,
                (calendar, now) -> ports.figures().byDay(caller.tenant(), direction, period, filter).values().stream()
                        .reduce(0L, Math::addExact));
    }

    /** Returns the forecast of the running month and the packages that keep it compliant. */
    public Result<UsageOutlook> outlook(Caller caller) {
        return permitted(caller, (calendar, now) -> outlook(caller.tenant(), calendar, now));
    }

    UsageOutlook outlook(TenantId tenant, BillingCalendar calendar, Instant now) {
        LocalDate today = calendar.day(now);
        DayPeriod window = new DayPeriod(today.minusDays(Forecast.WINDOW_DAYS), today);
        Forecast forecast =
                Forecast.of(today, ports.figures().byDay(tenant, Direction.EXPORT, window, UsageFilter.NONE));
        PolicySchedule policies = books.policies(tenant);
        List<MonthUsage> months =
                books.months(tenant, calendar, now, MonthPeriod.ending(forecast.month(), PEAK_MONTHS), policies);
        long acquired = months.get(months.size() - 1).balance().acquired();
        YearMonth peakMonth = forecast.month();
        long peakUsed = forecast.expected();
        for (MonthUsage month : months) {
            if (month.balance().used() > peakUsed) {
                peakMonth = month.month();
                peakUsed = month.balance().used();
            }
        }
        UsagePolicy policy = policies.at(forecast.month());
        return new UsageOutlook(
                today,
                forecast,
                acquired,
                policy.packagesFor(forecast.high(), acquired),
                peakMonth,
                peakUsed,
                policy.packagesFor(peakUsed, policy.freeVolume()));
    }

    private Result<List<MonthFigure>> perMonth(
            Caller caller, Direction direction, MonthPeriod period, UsageFilter filter) {
        return permitted(caller, (calendar, now) -> {
            Map<YearMonth, Long> quantities = ports.figures().byMonth(caller.tenant(), direction, period, filter);
            return period.months().stream()
                    .map(month -> new MonthFigure(
                            month, Books.state(calendar, now, month), quantities.getOrDefault(month, 0L)))
                    .toList();
        });
    }

    private <T> Result<T> permitted(Caller caller, BiFunction<BillingCalendar, Instant, T> operation) {
        return books.permitted(caller, Role.USAGE, (calendar, now) -> Result.accepted(operation.apply(calendar, now)));
    }

    private static <I> UsageRanking ranking(
            DayPeriod period, Map<I, Long> quantities, Map<I, String> names, Function<I, UUID> id) {
        return new UsageRanking(
                period,
                quantities.entrySet().stream()
                        .map(each -> new UsageRanking.Item(
                                id.apply(each.getKey()),
                                names.getOrDefault(each.getKey(), each.getKey().toString()),
                                each.getValue()))
                        .sorted(comparingLong(UsageRanking.Item::quantity)
                                .reversed()
                                .thenComparing(UsageRanking.Item::name)
                                .thenComparing(UsageRanking.Item::id))
                        .toList());
    }
}
