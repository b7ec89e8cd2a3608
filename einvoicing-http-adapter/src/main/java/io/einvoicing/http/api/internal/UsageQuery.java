package io.einvoicing.http.api.internal;

import static io.einvoicing.http.api.internal.ProblemException.checked;
import static io.einvoicing.http.api.internal.Requests.query;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.usage.DayPeriod;
import io.einvoicing.usage.MonthPeriod;
import io.einvoicing.usage.UsageFilter;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads periods and filters of usage out of query parameters. */
final class UsageQuery {
    static final String FIRST_MONTH =
            "First month such as 2026-01 in the tenant's billing zone; left out, eleven months before the last";
    static final String LAST_MONTH = "Last month; left out, the month that runs now. At most 120 months";
    static final String FIRST_DAY =
            "First day such as 2026-11-01 in the tenant's billing zone; left out, the first of the month of the last day";
    static final String LAST_DAY =
            "Last day; left out, the last of the month of the first day, or of the running month";
    static final String ENVIRONMENT = "Only what went through the environment of this id";
    static final String FEATURE = "Only what the feature of this id processed";

    private static final int DEFAULT_MONTHS = 12;

    private UsageQuery() {}

    static MonthPeriod months(@Nullable String from, @Nullable String to, Supplier<YearMonth> running) {
        Optional<YearMonth> first = query("from", UsageQuery::month, from);
        YearMonth last = query("to", UsageQuery::month, to).orElseGet(running);
        return checked(
                "",
                () -> first.map(month -> new MonthPeriod(month, last))
                        .orElseGet(() -> MonthPeriod.ending(last, DEFAULT_MONTHS)));
    }

    static DayPeriod days(@Nullable String from, @Nullable String to, Supplier<YearMonth> running) {
        Optional<LocalDate> first = query("from", UsageQuery::day, from);
        Optional<LocalDate> last = query("to", UsageQuery::day, to);
        YearMonth month = first.or(() -> last).map(YearMonth::from).orElseGet(running);
        return checked(
                "", () -> new DayPeriod(first.orElseGet(() -> month.atDay(1)), last.orElseGet(month::atEndOfMonth)));
    }

    static UsageFilter filter(@Nullable String environment, @Nullable String feature) {
        return new UsageFilter(environment(environment), feature(feature));
    }

    static Optional<EnvironmentId> environment(@Nullable String environment) {
        return query("environment", EnvironmentId::parse, environment);
    }

    static Optional<FeatureId> feature(@Nullable String feature) {
        return query("feature", FeatureId::parse, feature);
    }

    /** Reads a month in the range that usage knows. */
    static YearMonth month(String text) {
        try {
            YearMonth month = YearMonth.parse(text);
            if (month.getYear() >= 2000 && month.getYear() <= 2199) {
                return month;
            }
        } catch (DateTimeParseException e) {
            // Told below, with what was expected.
        }
        throw new IllegalArgumentException("must be a month from 2000-01 to 2199-12, was \"" + text + "\"");
    }

    private static LocalDate day(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 2000 && day.getYear() <= 2199) {
                return day;
            }
        } catch (DateTimeParseException e) {
            // Told below, with what was expected.
        }
        throw new IllegalArgumentException("must be a day from 2000-01-01 to 2199-12-31, was \"" + text + "\"");
    }
}
