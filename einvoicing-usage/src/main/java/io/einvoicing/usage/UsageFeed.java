package io.einvoicing.usage;

import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.activation.BillingCalendar;
import io.einvoicing.flow.Direction;
import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Refusal;
import io.einvoicing.kernel.Result;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes over what other systems counted: documents issued elsewhere, and received documents that an ERP took over. Thread-safe, safe
 * to repeat. Needs the role {@link Role#SUBMIT}.
 */
public final class UsageFeed {
    /** Most records in one batch. */
    public static final int MAX_BATCH = 10_000;

    /** How far a sender's clock may be ahead. */
    public static final Duration AHEAD = Duration.ofMinutes(1);

    private static final int MAX_FINDINGS = 100;
    /** One day late, so that its day is not before 2000 in any zone. */
    private static final Instant EARLIEST = Instant.parse("2000-01-02T00:00:00Z");

    private final UsageManagement.Ports ports;
    private final Books books;

    UsageFeed(UsageManagement.Ports ports, Books books) {
        this.ports = ports;
        this.books = books;
    }

    /**
     * Records a batch, all of it or nothing. Each document counts once for {environment, direction, document}; recording it again
     * with the same feature and instant changes nothing.
     *
     * <p>A document whose month is open counts there; one whose month has closed counts on the day of recording and is marked late.
     *
     * <p>Refused as CONFLICT if a document is in the ledger, or twice in the batch, with other content; as INVALID if an instant is
     * in the future or a received document names a reservation; as NOT_FOUND for an unknown reservation. Each refusal names the record as {@code entries[17]}.
     *
     * @param records 1 to {@value #MAX_BATCH}
     * @param reservation the reservation that the documents use
     * @throws IllegalArgumentException if there are too few or too many records
     */
    public Result<FeedReceipt> record(Caller caller, List<UsageRecord> records, Optional<ReservationId> reservation) {
        requireSize(records);
        return books.permitted(
                caller, Role.SUBMIT, (calendar, now) -> record(caller, calendar, now, records, reservation, List.of()));
    }

    /**
     * Records a batch of documents whose environments and features are given by name, all of it or nothing; else like
     * {@link #record}. Refused as INVALID, too, for a name that the tenant does not have.
     *
     * @param records 1 to {@value #MAX_BATCH}
     * @param reservation the reservation that the documents use
     * @throws IllegalArgumentException if there are too few or too many records
     */
    public Result<FeedReceipt> recordNamed(
            Caller caller, List<NamedRecord> records, Optional<ReservationId> reservation) {
        requireSize(records);
        return books.permitted(caller, Role.SUBMIT, (calendar, now) -> {
            FeedNames names = new FeedNames(
                    ports.names().environments(caller.tenant()), ports.names().features(caller.tenant()));
            List<UsageRecord> resolved = names.resolve(records);
            return record(caller, calendar, now, resolved, reservation, names.faults());
        });
    }

    private static void requireSize(List<?> records) {
        if (records.isEmpty() || records.size() > MAX_BATCH) {
            throw new IllegalArgumentException("entries must be 1 to " + MAX_BATCH + ", were " + records.size());
        }
    }

    private Result<FeedReceipt> record(
            Caller caller,
            BillingCalendar calendar,
            Instant now,
            List<UsageRecord> records,
            Optional<ReservationId> reservation,
            List<Finding> earlierFaults) {
        List<Finding> faults = Stream.concat(earlierFaults.stream(), faults(records, now, reservation).stream())
                .limit(MAX_FINDINGS)
                .toList();
        if (!faults.isEmpty()) {
            return Result.refused(
                    Refusal.invalid("nothing was recorded: " + faults.get(0).message(), faults));
        }
        if (reservation.isPresent()
                && ports.reservations().find(caller.tenant(), reservation.get()).isEmpty()) {
            return Result.refused(Refusal.notFound("reservation " + reservation.get()));
        }
        return record(caller, calendar, now, records, reservation);
    }

    private Result<FeedReceipt> record(
            Caller caller,
            BillingCalendar calendar,
            Instant now,
            List<UsageRecord> records,
            Optional<ReservationId> reservation) {
        Map<UsageEntry.Key, UsageEntry> distinct = new LinkedHashMap<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            UsageEntry entry = entry(caller, calendar, now, records.get(i));
            UsageEntry earlier = distinct.putIfAbsent(entry.key(), entry);
            if (earlier == null) {
                positions.add(i);
            } else if (!earlier.sameContent(entry)) {
                return Result.refused(conflict(i, entry, earlier));
            }
        }
        List<UsageEntry> entries = List.copyOf(distinct.values());
        long repeatedInBatch = records.size() - entries.size();
        long late = entries.stream().filter(UsageEntry::late).count();
        return ports.ledger()
                .record(caller.tenant(), entries, reservation)
                .fold(
                        recorded -> Result.accepted(
                                new FeedReceipt(recorded.recorded(), recorded.repeated() + repeatedInBatch, late)),
                        conflict -> Result.refused(conflict(
                                positions.get(conflict.index()), entries.get(conflict.index()), conflict.existing())));
    }

    private static UsageEntry entry(Caller caller, BillingCalendar calendar, Instant now, UsageRecord document) {
        YearMonth month = calendar.month(document.occurredAt());
        boolean late = calendar.isClosed(month, now);
        return new UsageEntry(
                caller.tenant(),
                document.environment(),
                document.feature(),
                document.direction(),
                document.document(),
                document.occurredAt(),
                calendar.day(late ? now : document.occurredAt()),
                late,
                Optional.empty());
    }

    private static List<Finding> faults(List<UsageRecord> records, Instant now, Optional<ReservationId> reservation) {
        List<Finding> faults = new ArrayList<>();
        for (int i = 0; i < records.size() && faults.size() < MAX_FINDINGS; i++) {
            Instant occurredAt = records.get(i).occurredAt();
            String field = "entries[" + i + "].occurredAt";
            if (reservation.isPresent() && records.get(i).direction() == Direction.IMPORT) {
                String direction = "entries[" + i + "].direction";
                faults.add(Finding.error(
                        direction,
                        direction + " must be EXPORT: a reservation holds documents to be issued",
                        "record received documents without a reservation"));
            }
            if (occurredAt.isAfter(now.plus(AHEAD))) {
                faults.add(Finding.error(
                        field,
                        field + " must not be in the future, was " + occurredAt,
                        "record a document after it was issued or taken over; check the sender's clock"));
            } else if (occurredAt.isBefore(EARLIEST)) {
                faults.add(Finding.error(
                        field,
                        field + " must not be before " + EARLIEST + ", was " + occurredAt,
                        "correct the instant"));
            }
        }
        return faults;
    }

    private static Refusal conflict(int index, UsageEntry entry, UsageEntry existing) {
        String field = "entries[" + index + "]";
        String message = field + ": the document " + entry.document()
                + existing.submission()
                        .map(submission -> " was counted by the submission " + submission)
                        .orElse(" was counted")
                + " with other content, feature " + existing.feature() + " at " + existing.occurredAt();
        return Refusal.conflict(
                "nothing was recorded: " + message,
                List.of(Finding.error(
                        field,
                        message,
                        "leave it out; another document needs another key, an entry is never changed")));
    }
}
