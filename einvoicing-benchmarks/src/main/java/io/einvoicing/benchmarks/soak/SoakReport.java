package io.einvoicing.benchmarks.soak;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a soak did and what came of it.
 *
 * @param submitted documents that were acknowledged to the ERP
 * @param kills worker processes killed on purpose
 * @param deaths worker processes that ended in all: also those that a poisoned document killed
 * @param repeats submissions that the ERP had to repeat
 * @param calls requests that the authority got
 * @param faults injected faults, by kind
 * @param books the reconciliation
 * @param contradictions answers to the ERP that cannot all be right
 * @param failures what the driver itself could not do
 */
record SoakReport(
        int submitted,
        int kills,
        int deaths,
        int repeats,
        int calls,
        Map<String, Integer> faults,
        Reconciliation books,
        List<String> contradictions,
        List<String> failures) {
    private static final int SHOWN = 20;

    boolean isClean() {
        return books.isClean() && contradictions.isEmpty() && failures.isEmpty();
    }

    /** Returns the figures for people. */
    String table() {
        StringBuilder table = new StringBuilder();
        faults.forEach((fault, number) -> table.append(String.format(Locale.ROOT, "%-48s %,9d%n", fault, number)));
        table.append(String.format(Locale.ROOT, "%-48s %,9d%n", "worker processes that ended", deaths));
        table.append(String.format(Locale.ROOT, "%-48s %,9d%n", "submissions repeated by the ERP", repeats));
        table.append(String.format(Locale.ROOT, "%-48s %,9d%n", "requests to the authority", calls));
        list(table, "waits for a person", books.waiting());
        list(table, "LOST", books.lost());
        list(table, "SENT TWICE", books.sentTwice());
        list(table, "COUNTED TWICE", books.countedTwice());
        list(table, "UNRECONCILED", books.unreconciled());
        list(table, "CONTRADICTION", contradictions);
        list(table, "the soak itself failed", failures);
        return table.toString();
    }

    private static void list(StringBuilder table, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            table.append(title).append(": ").append(lines.size()).append('\n');
            lines.stream()
                    .limit(SHOWN)
                    .forEach(line -> table.append("    ").append(line).append('\n'));
        }
    }

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"submitted\":%d,\"completed\":%d,\"kills\":%d,\"faults\":%d,\"lost\":%d,\"sentTwice\":%d,"
                        + "\"countedTwice\":%d,\"unreconciled\":%d}",
                submitted,
                books.completed(),
                kills,
                faults.values().stream().mapToInt(Integer::intValue).sum(),
                books.lost().size(),
                books.sentTwice().size(),
                books.countedTwice().size(),
                books.unreconciled().size() + contradictions.size() + failures.size());
    }
}
