package io.einvoicing.benchmarks.soak;

import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.SubmissionId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Compares what the ERP was told with what the store, the usage ledger and the authority have.
 *
 * @param completed submissions that completed
 * @param waiting submissions that wait for a person
 * @param lost documents that were acknowledged and have no submission, another one, or one that neither completed nor waits for a person
 * @param sentTwice documents that the authority saw under two idempotency keys or with two contents, or took twice
 * @param countedTwice documents with more than one usage entry
 * @param unreconciled what disagrees between submissions, ledger, roll-up and authority
 */
record Reconciliation(
        int completed,
        List<String> waiting,
        List<String> lost,
        List<String> sentTwice,
        List<String> countedTwice,
        List<String> unreconciled) {

    private static final String SUBMISSIONS = """
            select source_record, submission_id, status, coalesce(pending_reason, '') as reason, due_at, counting, failure,
                coalesce(results::jsonb ->> 'Receipt', '') as receipt
            from submission where tenant_id = ?""";
    private static final String ENTRIES = "select source_record, submission_id from usage_entry where tenant_id = ?";
    private static final String ROLLED_UP = """
            select coalesce((select sum(quantity) from usage_month where tenant_id = ?), 0)
                + coalesce((select sum(quantity) from usage_delta where tenant_id = ?), 0)""";

    private record Row(
            UUID id, String status, String reason, boolean due, String counting, String failure, String receipt) {
        boolean isCompleted() {
            return status.equals("COMPLETED");
        }

        boolean waitsForAPerson() {
            return status.equals("PENDING") && !due;
        }
    }

    static Reconciliation of(
            DataSource database,
            TenantId tenant,
            Map<String, SubmissionId> acknowledged,
            Set<String> poisoned,
            Authority authority)
            throws SQLException {
        Map<String, Row> rows = new HashMap<>();
        Map<String, List<UUID>> entries = new HashMap<>();
        List<String> unreconciled = new ArrayList<>();
        long rolledUp;
        try (Connection connection = database.getConnection()) {
            try (PreparedStatement statement = connection.prepareStatement(SUBMISSIONS)) {
                statement.setObject(1, tenant.value());
                ResultSet row = statement.executeQuery();
                while (row.next()) {
                    Row before = rows.put(
                            row.getString("source_record"),
                            new Row(
                                    row.getObject("submission_id", UUID.class),
                                    row.getString("status"),
                                    row.getString("reason"),
                                    row.getObject("due_at") != null,
                                    row.getString("counting"),
                                    row.getString("failure"),
                                    row.getString("receipt")));
                    if (before != null) {
                        unreconciled.add(row.getString("source_record") + " has two submissions");
                    }
                }
            }
            try (PreparedStatement statement = connection.prepareStatement(ENTRIES)) {
                statement.setObject(1, tenant.value());
                ResultSet row = statement.executeQuery();
                while (row.next()) {
                    entries.computeIfAbsent(row.getString("source_record"), each -> new ArrayList<>())
                            .add(row.getObject("submission_id", UUID.class));
                }
            }
            try (PreparedStatement statement = connection.prepareStatement(ROLLED_UP)) {
                statement.setObject(1, tenant.value());
                statement.setObject(2, tenant.value());
                ResultSet row = statement.executeQuery();
                row.next();
                rolledUp = row.getLong(1);
            }
        }
        long entered = entries.values().stream().mapToLong(List::size).sum();
        if (rolledUp != entered) {
            unreconciled.add("the roll-up has " + rolledUp + " documents, the ledger " + entered);
        }
        List<String> lost = new ArrayList<>();
        acknowledged.forEach((document, id) -> {
            Row row = rows.get(document);
            if (row == null || !row.id().equals(id.value())) {
                lost.add(document + " was acknowledged as " + id + " and is stored as " + row);
            }
        });
        List<String> waiting = new ArrayList<>();
        Map<String, Set<String>> receipts = authority.receipts();
        rows.forEach((document, row) -> {
            if (row.waitsForAPerson()) {
                waiting.add(document + " " + row.reason() + " " + row.failure());
            } else if (!row.isCompleted()) {
                lost.add(document + " is " + row);
            }
            List<UUID> counted = entries.getOrDefault(document, List.of());
            boolean agrees = row.isCompleted()
                    ? counted.equals(List.of(row.id())) && row.counting().equals("COUNTED")
                    : counted.isEmpty() && row.counting().equals("NOT_YET");
            if (!agrees) {
                unreconciled.add(document + " is " + row + ", its entries are of " + counted);
            }
            Set<String> given = receipts.getOrDefault(document, Set.of());
            if (row.isCompleted() && !given.equals(Set.of(row.receipt()))) {
                unreconciled.add(document + " has receipt " + row.receipt() + ", the authority gave " + given);
            }
            if (row.status().equals("FAILED") && !given.isEmpty()) {
                unreconciled.add(document + " is " + row + ", the authority accepted it: " + given);
            }
            if (poisoned.contains(document) && !row.reason().equals("SET_ASIDE")) {
                unreconciled.add(document + " kills its worker and is " + row);
            }
        });
        entries.keySet().stream()
                .filter(document -> !rows.containsKey(document))
                .forEach(document -> unreconciled.add(document + " was counted and never submitted"));
        List<String> sentTwice = new ArrayList<>();
        authority.requests().forEach((document, requests) -> {
            if (requests.size() > 1 || receipts.getOrDefault(document, Set.of()).size() > 1) {
                sentTwice.add(document + " came as " + requests + ", receipts " + receipts.get(document));
            }
            if (!rows.containsKey(document)) {
                unreconciled.add(document + " was sent and never submitted");
            }
        });
        List<String> countedTwice = entries.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::toString)
                .toList();
        return new Reconciliation(
                (int) rows.values().stream().filter(Row::isCompleted).count(),
                waiting,
                lost,
                sentTwice,
                countedTwice,
                unreconciled);
    }

    boolean isClean() {
        return lost.isEmpty() && sentTwice.isEmpty() && countedTwice.isEmpty() && unreconciled.isEmpty();
    }
}
