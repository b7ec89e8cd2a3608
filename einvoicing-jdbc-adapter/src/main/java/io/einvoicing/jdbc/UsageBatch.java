package io.einvoicing.jdbc;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.usage.UsageEntry;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.statement.SqlStatement;

/** Entries of one tenant as a statement takes them: as arrays, with numbers for series and features. */
final class UsageBatch {
    /** The entries as rows {@code given}. */
    static final String GIVEN = """
            unnest(:series, :records::text[], :features, :instants, :days, :late, :submissions) with ordinality
                as given (series_no, source_record, feature_no, occurred_at, billing_day, late, submission_id, position)
            """;

    private final TenantId tenant;
    private final List<UsageEntry> entries;
    private final List<Integer> series;
    private final List<Integer> features;

    private UsageBatch(TenantId tenant, List<UsageEntry> entries, List<Integer> series, List<Integer> features) {
        this.tenant = tenant;
        this.entries = entries;
        this.series = series;
        this.features = features;
    }

    /**
     * Prepares entries; gives numbers to what has none yet.
     *
     * @throws IllegalArgumentException if an entry is of another tenant
     */
    static UsageBatch of(TenantId tenant, List<UsageEntry> entries, UsageNumbers numbers) {
        for (UsageEntry entry : entries) {
            if (!entry.tenant().equals(tenant)) {
                throw new IllegalArgumentException(
                        "entries must be of tenant " + tenant + ", one was of " + entry.tenant());
            }
        }
        return new UsageBatch(
                tenant,
                entries,
                numbers(tenant, numbers.series(), entries, entry -> UsageSeries.of(entry.key())),
                numbers(tenant, numbers.features(), entries, UsageEntry::feature));
    }

    private static <T> List<Integer> numbers(
            TenantId tenant, Numbering<T> numbering, List<UsageEntry> entries, Function<UsageEntry, T> thing) {
        List<T> things = entries.stream().map(thing).toList();
        Map<T, Integer> numbers = numbering.of(tenant, new HashSet<>(things));
        return things.stream().map(numbers::get).toList();
    }

    <S extends SqlStatement<S>> S bind(S statement) {
        return statement
                .bind("tenant", tenant.value())
                .bindArray("series", Integer.class, series)
                .bindArray(
                        "records",
                        String.class,
                        column(entry -> entry.document().sourceRecord()))
                .bindArray("features", Integer.class, features)
                .bindArray("instants", OffsetDateTime.class, column(entry -> Columns.instant(entry.occurredAt())))
                .bindArray("days", LocalDate.class, column(UsageEntry::billingDay))
                .bindArray("late", Boolean.class, column(UsageEntry::late))
                .bindArray(
                        "submissions",
                        UUID.class,
                        column(entry ->
                                entry.submission().map(SubmissionId::value).orElse(null)));
    }

    private List<?> column(Function<UsageEntry, ?> value) {
        return entries.stream().map(value).toList();
    }
}
