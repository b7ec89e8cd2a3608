package io.einvoicing.http.api.internal;

import io.einvoicing.http.api.ProblemType;
import jakarta.ws.rs.core.EntityTag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a request says outside its body. */
final class Requests {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private static final Pattern REVISION = Pattern.compile("\"([1-9][0-9]{0,17})\"");

    /** Most items in one page. */
    private static final int MAX_PAGE = 500;

    private Requests() {}

    /** Returns the revision in the header If-Match, which every change of an aggregate needs. */
    static long revision(@Nullable String ifMatch) {
        if (ifMatch == null) {
            throw new ProblemException(
                    ProblemType.REVISION_REQUIRED,
                    "send the header If-Match with the entity tag (ETag) of the answer in which you read the resource");
        }
        Matcher tag = REVISION.matcher(ifMatch.strip());
        if (!tag.matches()) {
            throw ProblemException.invalidValue(
                    "If-Match", "must be one entity tag such as \"3\", with its quotes", "send the ETag as you got it");
        }
        return Long.parseLong(tag.group(1));
    }

    static EntityTag tag(long revision) {
        return new EntityTag(Long.toString(revision));
    }

    /** Returns the id in a path; a text that is no id names nothing that exists. */
    static <T> T pathId(String what, Function<String, T> parse, String text) {
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            ProblemException missing =
                    new ProblemException(ProblemType.NOT_FOUND, what + " \"" + text + "\" does not exist");
            missing.addSuppressed(e);
            throw missing;
        }
    }

    /** Returns the value of an optional query parameter. */
    static <T> Optional<T> query(String name, Function<String, T> parse, @Nullable String text) {
        return Optional.ofNullable(text).map(given -> ProblemException.checked(name, () -> parse.apply(given)));
    }

    /** Returns the instant in an optional query parameter. */
    static Optional<Instant> instant(String name, @Nullable String text) {
        return query(name, Requests::instant, text);
    }

    /** Returns the version's number in a query parameter that must be given. */
    static int version(String name, @Nullable String text) {
        return ProblemException.checked(name, () -> {
            if (text == null || !text.matches("[1-9][0-9]{0,8}")) {
                throw new IllegalArgumentException("must be the number of a version, was "
                        + Optional.ofNullable(text)
                                .map(given -> "\"" + given + "\"")
                                .orElse("absent"));
            }
            return Integer.parseInt(text);
        });
    }

    /** Returns how many items a page takes. */
    static int pageSize(String limit) {
        return pageSize(limit, MAX_PAGE);
    }

    /** Returns how many items a page takes, at most the given number. */
    static int pageSize(String limit, int max) {
        return ProblemException.checked("limit", () -> {
            if (!limit.matches("[0-9]{1,4}") || Integer.parseInt(limit) < 1 || Integer.parseInt(limit) > max) {
                throw new IllegalArgumentException("must be 1 to " + max + ", was \"" + limit + "\"");
            }
            return Integer.parseInt(limit);
        });
    }

    /** Returns a number from 1 on. */
    static int positive(String text) {
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new IllegalArgumentException("must be a number from 1 on, was \"" + text + "\"");
        }
        return Integer.parseInt(text);
    }

    /** Returns the instant that a text in ISO 8601 names, in whole microseconds, as it is stored. */
    static Instant instant(String text) {
        Instant instant = temporal(text, Instant::parse, "an instant such as 2026-11-23T10:15:30Z")
                .truncatedTo(ChronoUnit.MICROS);
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException("must be an instant within the years 1 to 9999, was \"" + text + "\"");
        }
        return instant;
    }

    /** Returns the date that a text in ISO 8601 names. */
    static LocalDate date(String text) {
        return temporal(text, LocalDate::parse, "a date such as 2026-11-23");
    }

    /** Returns the month that a text in ISO 8601 names. */
    static YearMonth month(String text) {
        return temporal(text, YearMonth::parse, "a month such as 2026-11");
    }

    /** Returns the duration that a text in ISO 8601 names. */
    static Duration duration(String text) {
        return temporal(text, Duration::parse, "a duration such as PT10S");
    }

    private static <T> T temporal(String text, Function<String, T> parse, String form) {
        try {
            return parse.apply(text);
        } catch (DateTimeException e) {
            String shown = text.length() <= 60 ? text : text.substring(0, 60) + "…";
            throw new IllegalArgumentException("must be " + form + ", was \"" + shown + "\"", e);
        }
    }

    /** Returns the number of a snapshot in a path; a text that is no number names none. */
    static int snapshotNumber(String text) {
        return pathId("snapshot", Requests::positive, text);
    }

    /** Returns the parser of an enumeration's names. */
    static <E extends Enum<E>> Function<String, E> oneOf(Class<E> type) {
        return text -> Arrays.stream(type.getEnumConstants())
                .filter(each -> each.name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "must be one of " + Arrays.toString(type.getEnumConstants()) + ", was \"" + text + "\""));
    }
}
