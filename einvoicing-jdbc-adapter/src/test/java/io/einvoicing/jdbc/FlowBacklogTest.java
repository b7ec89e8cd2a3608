package io.einvoicing.jdbc;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FlowBacklogTest {
    @RegisterExtension
    static final StoreExtension STORES = StoreExtension.own();

    private static final int STEP = 20_000;

    /** {@code -Dtest.jvm.args=-Deinvoicing.backlog=1000000} measures a million, and prints the plans. */
    private static final int MANY = Integer.getInteger("einvoicing.backlog", 20_000);

    private final Jdbi jdbi = Jdbi.create(STORES.dataSource());

    /** Multiplies one submission; what becomes of the copies is told by SQL over their number {@code n}. */
    private void fill(int number, String status, String reason, String dueAt, String leaseEnd) {
        Submission first = aSubmission().build();
        STORES.store().submissions().create(first);
        jdbi.useTransaction(handle -> {
            List<String> columns = handle.createQuery("""
                            select column_name from information_schema.columns
                            where table_name = 'submission' and column_name not in
                                ('submission_id', 'source_record', 'status', 'pending_reason', 'due_at', 'lease_end')""").mapTo(String.class).list();
            String all = String.join(", ", columns);
            for (int from = 1; from <= number; from += STEP) {
                handle.execute(
                        "insert into submission (" + all
                                + ", submission_id, source_record, status, pending_reason, due_at, lease_end) select "
                                + all + ", gen_random_uuid(), gen_random_uuid(), " + status + ", " + reason + ", "
                                + dueAt + ", " + leaseEnd
                                + " from submission cross join generate_series(?, ?) as n"
                                + " where tenant_id = ? and submission_id = ?",
                        from,
                        Math.min(number, from + STEP - 1),
                        first.tenant().value(),
                        first.id().value());
            }
            handle.execute(
                    "delete from submission where tenant_id = ? and submission_id = ?",
                    first.tenant().value(),
                    first.id().value());
        });
    }

    @Test
    void countsWhatWaitsForWhatByIndexesAlone() {
        String now = "timestamptz '" + NOW + "'";
        fill(MANY, "'SCHEDULED'", "null", now + " - n * interval '1 millisecond'", "null");
        fill(30, "'PENDING'", "'RETRY'", now + " + interval '1 hour'", "null");
        fill(20, "'PENDING'", "'RETRY'", now, "null");
        fill(7, "'EXECUTING'", "null", "null", now + " + interval '1 hour'");
        fill(5, "'PENDING'", "'SET_ASIDE'", "null", "null");
        fill(3, "'SCHEDULED'", "null", "null", "null");
        fill(9, "'COMPLETED'", "null", "null", "null");
        jdbi.useHandle(handle -> handle.execute("vacuum analyze submission"));

        assertThat(STORES.store().backlog().read(NOW))
                .isEqualTo(new FlowBacklog.Reading(
                        MANY + 20L,
                        30,
                        7,
                        3,
                        5,
                        Map.of(PendingReason.RETRY, 50L, PendingReason.SET_ASIDE, 5L),
                        Optional.of(NOW.minus(Duration.ofMillis(MANY)))));

        for (String sql : List.of(
                FlowBacklog.WAITING,
                FlowBacklog.EXECUTING,
                FlowBacklog.STOPPED,
                FlowBacklog.PENDING,
                FlowBacklog.OLDEST)) {
            String plan = jdbi.withHandle(handle -> plan(handle, sql));
            assertThat(plan).as(sql).contains("Index Only Scan").doesNotContain("Seq Scan on");
        }
    }

    private static String plan(Handle handle, String sql) {
        var query = handle.createQuery("explain (analyze, costs off, buffers off) " + sql);
        if (sql.contains(":now")) {
            query.bind("now", Columns.instant(NOW));
        }
        String plan = String.join("\n", query.mapTo(String.class).list());
        if (MANY > 100_000) {
            System.out.println(plan);
        }
        return plan;
    }

    @Test
    void reportsAnOutageInsteadOfAnAnswer() {
        assertThatThrownBy(() -> STORES.unreachable().backlog().read(NOW))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
