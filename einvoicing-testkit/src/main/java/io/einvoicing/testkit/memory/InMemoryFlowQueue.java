package io.einvoicing.testkit.memory;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.port.FlowQueue;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/** Keeps reminders until a test takes them: nothing runs by itself. Thread-safe. */
public final class InMemoryFlowQueue implements FlowQueue {
    private final PriorityQueue<Entry> entries =
            new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::number));
    private final Outage outage;
    private long last;

    /** A reminder that a worker should try to claim the submission at the instant. */
    public record Reminder(TenantId tenant, SubmissionId submission, Instant at) {}

    private record Entry(Reminder reminder, long number) {
        Instant at() {
            return reminder.at();
        }
    }

    InMemoryFlowQueue(Outage outage) {
        this.outage = outage;
    }

    @Override
    public synchronized void remind(TenantId tenant, SubmissionId submission, Instant at) {
        outage.check();
        entries.add(new Entry(new Reminder(tenant, submission, at), ++last));
    }

    /** Takes the reminder that is due first, of several at one instant the oldest; empty if none is due. */
    public synchronized Optional<Reminder> poll(Instant now) {
        Entry first = entries.peek();
        if (first == null || first.at().isAfter(now)) {
            return Optional.empty();
        }
        entries.remove();
        return Optional.of(first.reminder());
    }

    /** Returns all reminders not yet taken, the first due first. */
    public synchronized List<Reminder> reminders() {
        return entries.stream()
                .sorted(entries.comparator())
                .map(Entry::reminder)
                .toList();
    }
}
