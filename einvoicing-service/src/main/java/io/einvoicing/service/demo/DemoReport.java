package io.einvoicing.service.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.einvoicing.http.api.BalanceView;
import io.einvoicing.http.api.SubmissionView;
import io.einvoicing.submission.ActionRun;
import io.einvoicing.submission.InvoiceStatus;
import io.einvoicing.submission.LogMessage;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.SubmissionStatus;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a demonstration did.
 *
 * @param entries its submissions
 * @param balance the month's balance after it
 */
public record DemoReport(List<Entry> entries, BalanceView balance) {
    public DemoReport {
        entries = List.copyOf(entries);
    }

    /** A document on its way. */
    record Row(String document, SubmissionId id) {}

    /** A document with its submission at the end. */
    public record Entry(String document, SubmissionView submission) {}

    /** Returns a table for people. */
    public String table() {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, "%n%-48s %-10s %-9s %s%n", "DOCUMENT", "STATUS", "INVOICE", "COUNTED OR NOT, AND WHY"));
        for (Entry entry : entries) {
            SubmissionView submission = entry.submission();
            table.append(String.format(
                    Locale.ROOT,
                    "%-48s %-10s %-9s %s%n",
                    entry.document(),
                    submission.status(),
                    submission.invoiceStatus().map(InvoiceStatus::code).orElse("-"),
                    submission.counting().reason()));
            table.append("    ").append(actions(submission)).append('\n');
            if (!submission.failure().isEmpty()) {
                table.append("    ").append(submission.failure()).append('\n');
            }
            errors(submission)
                    .forEach(error -> table.append("    ").append(error).append('\n'));
        }
        table.append(String.format(
                Locale.ROOT,
                "%n%d submissions: %d completed, %d failed, %d pending; %d accepted and %d rejected by the authority",
                entries.size(),
                in(SubmissionStatus.COMPLETED),
                in(SubmissionStatus.FAILED),
                in(SubmissionStatus.PENDING),
                with(InvoiceStatus.ACCEPTED),
                with(InvoiceStatus.REJECTED)));
        appendPending(table);
        table.append(String.format(
                Locale.ROOT,
                "%nBalance of %s: free %,d + purchased %,d - used %,d = %,d (%d counted in this run)%n",
                balance.month(),
                balance.free(),
                balance.purchased(),
                balance.used(),
                balance.balance(),
                counted()));
        return table.toString();
    }

    /** Says how many documents wait for a person, and why. */
    private void appendPending(StringBuilder table) {
        List<Entry> pending = entries.stream()
                .filter(entry -> entry.submission().status() == SubmissionStatus.PENDING)
                .filter(entry -> entry.submission().dueAt().isEmpty())
                .toList();
        if (pending.isEmpty()) {
            return;
        }
        table.append(String.format(Locale.ROOT, """
                %n%n%d pending: the request was sent, but no retry brought an answer, so nobody knows whether the authority has the
                document. It counts once it completes. Somebody decides with POST /api/v1/submissions/ID/decision and
                {"decision": "REPEAT"} or {"decision": "GIVE_UP"}:
                """, pending.size()));
        pending.forEach(entry -> table.append(String.format(
                Locale.ROOT,
                "    %-40s %s%n",
                entry.document(),
                entry.submission().id())));
    }

    /** Returns what validation or the authority had against the document. */
    private static Stream<String> errors(SubmissionView submission) {
        return submission.log().orElseThrow().actions().stream()
                .flatMap(run -> run.messages().stream())
                .filter(message -> message.severity() == LogMessage.Severity.ERROR)
                .map(message -> message.code() + ": " + message.text())
                .distinct();
    }

    private static String actions(SubmissionView submission) {
        return submission.log().orElseThrow().actions().stream()
                .map(run -> String.format(
                        Locale.ROOT,
                        "%s %d ms%s",
                        run.action(),
                        Duration.between(run.startedAt(), run.endedAt()).toMillis(),
                        run.status() == ActionRun.Status.COMPLETED ? "" : " " + run.status()))
                .collect(Collectors.joining(", "));
    }

    /** Returns one line of JSON. */
    public String json() {
        record Document(String document, String status, String invoiceStatus, boolean counted, String reason) {}
        record Summary(
                int submitted,
                long completed,
                long failed,
                long pending,
                long accepted,
                long rejected,
                long counted,
                long free,
                long purchased,
                long used,
                long balance,
                List<Document> submissions) {}
        Summary summary = new Summary(
                entries.size(),
                in(SubmissionStatus.COMPLETED),
                in(SubmissionStatus.FAILED),
                in(SubmissionStatus.PENDING),
                with(InvoiceStatus.ACCEPTED),
                with(InvoiceStatus.REJECTED),
                counted(),
                balance.free(),
                balance.purchased(),
                balance.used(),
                balance.balance(),
                entries.stream()
                        .map(entry -> new Document(
                                entry.document(),
                                entry.submission().status().name(),
                                entry.submission()
                                        .invoiceStatus()
                                        .map(InvoiceStatus::code)
                                        .orElse(""),
                                entry.submission().counting().counted(),
                                entry.submission().counting().reason()))
                        .toList());
        try {
            return new ObjectMapper().writeValueAsString(summary);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a demonstration's report cannot be written as JSON", e);
        }
    }

    private long in(SubmissionStatus status) {
        return entries.stream()
                .filter(entry -> entry.submission().status() == status)
                .count();
    }

    private long with(InvoiceStatus status) {
        return entries.stream()
                .filter(entry -> entry.submission()
                        .invoiceStatus()
                        .filter(status::equals)
                        .isPresent())
                .count();
    }

    private long counted() {
        return entries.stream()
                .filter(entry -> entry.submission().counting().counted())
                .count();
    }
}
