package io.einvoicing.jdbc;

import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.FlowCheckpoint;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * What the store executes for a flow, without the store: the same statements with the same values over plain JDBC, in batches of one
 * size, and the same calls over HTTP between them. No engine on this database could be faster.
 */
public final class BareFlows {
    private static final Pattern PARAMETER = Pattern.compile("(?<!:):([A-Za-z]+)");

    private final DataSource dataSource;
    private final Consumer<String> call;
    private final Sample sample;

    /**
     * What one flow wrote, from which the values of all are made.
     *
     * @param intent the checkpoint before the call
     * @param result the checkpoint after the call
     * @param completion the checkpoint at the end
     * @param counted what was counted
     */
    public record Sample(
            FlowCheckpoint intent, FlowCheckpoint result, FlowCheckpoint completion, CountedDocument counted) {}

    /** A statement, and the names of its parameters in their order. */
    private record Prepared(PreparedStatement statement, List<String> names) {
        static Prepared of(Connection connection, String sql) throws SQLException {
            List<String> names = new ArrayList<>();
            Matcher matcher = PARAMETER.matcher(sql);
            while (matcher.find()) {
                names.add(matcher.group(1));
            }
            return new Prepared(connection.prepareStatement(matcher.replaceAll("?")), names);
        }

        ResultSet query(Map<String, Object> values) throws SQLException {
            for (int i = 0; i < names.size(); i++) {
                statement.setObject(i + 1, values.get(names.get(i)));
            }
            return statement.executeQuery();
        }
    }

    /** The environment, and from when on it has due work. */
    private record Begun(UUID tenant, UUID environment, OffsetDateTime due) {}

    /** A claimed submission. */
    private record Claimed(UUID tenant, UUID submission, String record) {}

    /** @param call makes one call with the idempotency key */
    public BareFlows(DataSource dataSource, Sample sample, Consumer<String> call) {
        this.dataSource = dataSource;
        this.sample = sample;
        this.call = call;
    }

    /**
     * Runs flows that are due.
     *
     * @param transactions how many transactions run at once
     * @param batch flows in one transaction
     * @return flows per second
     */
    public double run(int flows, int transactions, int batch) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(transactions);
        ExecutorService callers = Executors.newFixedThreadPool(transactions * batch);
        try {
            AtomicInteger left = new AtomicInteger(flows);
            long start = System.nanoTime();
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < transactions; i++) {
                running.add(threads.submit(() -> {
                    work(left, batch, callers);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
            return (flows - left.get()) / ((System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdownNow();
            callers.shutdownNow();
        }
    }

    private void work(AtomicInteger left, int batch, ExecutorService callers) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            Prepared turn = Prepared.of(connection, JdbcFlowProgress.TAKE_TURNS);
            Prepared lanes = Prepared.of(connection, LaneLook.LANES);
            Prepared claim = Prepared.of(connection, JdbcFlowProgress.CLAIM_SHARES);
            Prepared record = Prepared.of(connection, JdbcFlowProgress.RECORD);
            Prepared complete = Prepared.of(connection, JdbcFlowCompletions.COMPLETE);
            List<Begun> known = new ArrayList<>();
            int series = number(connection, "select series_no from usage_series limit 1");
            int feature = number(connection, "select feature_no from usage_feature limit 1");
            while (left.get() > 0) {
                List<Claimed> claimed = claim(connection, turn, lanes, claim, known, batch);
                if (claimed.isEmpty()) {
                    continue;
                }
                write(connection, record, claimed, sample.intent());
                List<Future<?>> calls = new ArrayList<>();
                for (Claimed each : claimed) {
                    calls.add(callers.submit(() -> call.accept(each.submission().toString())));
                }
                for (Future<?> each : calls) {
                    each.get();
                }
                write(connection, record, claimed, sample.result());
                complete(connection, complete, claimed, series, feature);
                left.addAndGet(-claimed.size());
            }
        }
    }

    private static int number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    private List<Claimed> claim(
            Connection connection, Prepared turn, Prepared lanes, Prepared claim, List<Begun> known, int batch)
            throws SQLException {
        Instant now = Instant.now();
        turn.query(Map.of()).close();
        try (ResultSet rows = lanes.query(Map.of(
                "tenants", array(connection, "uuid", known, Begun::tenant),
                "environments", array(connection, "uuid", known, Begun::environment),
                "begins", array(connection, "timestamptz", known, Begun::due),
                "now", Columns.instant(now)))) {
            known.clear();
            while (rows.next()) {
                if (rows.getObject("due_at") != null) {
                    known.add(new Begun(
                            Columns.uuid(rows, "tenant_id"),
                            Columns.uuid(rows, "environment_id"),
                            rows.getObject("due_at", OffsetDateTime.class)));
                }
            }
        }
        List<Claimed> claimed = new ArrayList<>();
        if (!known.isEmpty()) {
            try (ResultSet rows = claim.query(Map.of(
                    "tenants", array(connection, "uuid", known, Begun::tenant),
                    "environments", array(connection, "uuid", known, Begun::environment),
                    "begins", array(connection, "timestamptz", known, Begun::due),
                    "most", connection.createArrayOf("int4", new Integer[] {batch}),
                    "now", Columns.instant(now),
                    "leaseEnd", Columns.instant(now.plusSeconds(60))))) {
                while (rows.next()) {
                    claimed.add(new Claimed(
                            Columns.uuid(rows, "tenant_id"),
                            Columns.uuid(rows, "submission_id"),
                            rows.getString("source_record")));
                }
            }
        }
        connection.commit();
        return claimed;
    }

    private static void write(Connection connection, Prepared record, List<Claimed> claimed, FlowCheckpoint checkpoint)
            throws SQLException {
        record.query(checkpoints(connection, claimed, checkpoint)).close();
        connection.commit();
    }

    private void complete(Connection connection, Prepared complete, List<Claimed> claimed, int series, int feature)
            throws SQLException {
        CountedDocument counted = sample.counted();
        OffsetDateTime at = Columns.instant(counted.countedAt());
        Map<String, Object> values = checkpoints(connection, claimed, sample.completion());
        values.put("counts", same(connection, "bool", claimed, true));
        values.put("countedAts", same(connection, "timestamptz", claimed, at));
        values.put("series", same(connection, "int4", claimed, series));
        values.put("features", same(connection, "int4", claimed, feature));
        values.put("days", same(connection, "date", claimed, at.toLocalDate()));
        values.put("records", array(connection, "text", claimed, Claimed::record));
        values.put(
                "environments",
                same(connection, "uuid", claimed, counted.environment().value()));
        values.put(
                "featureIds",
                same(connection, "uuid", claimed, counted.feature().value()));
        values.put(
                "directions",
                same(connection, "text", claimed, counted.direction().name()));
        complete.query(values).close();
        connection.commit();
    }

    private static Map<String, Object> checkpoints(
            Connection connection, List<Claimed> claimed, FlowCheckpoint checkpoint) throws SQLException {
        boolean active = checkpoint.status().isActive();
        OffsetDateTime later = Columns.instant(Instant.now().plusSeconds(60));
        Map<String, Object> values = new java.util.HashMap<>();
        values.put("tenants", array(connection, "uuid", claimed, Claimed::tenant));
        values.put("submissions", array(connection, "uuid", claimed, Claimed::submission));
        values.put("attempts", same(connection, "int4", claimed, 1));
        values.put(
                "statuses",
                same(connection, "text", claimed, checkpoint.status().name()));
        values.put("pendingReasons", nulls(connection, "text", claimed));
        values.put("dueAts", nulls(connection, "timestamptz", claimed));
        values.put(
                "leaseEnds",
                active ? same(connection, "timestamptz", claimed, later) : nulls(connection, "timestamptz", claimed));
        values.put("sents", same(connection, "bool", claimed, true));
        values.put("flows", joined(claimed, SubmissionRows.FLOW.write(checkpoint.flow())));
        values.put("results", joined(claimed, "{}"));
        values.put("invoiceStatuses", nulls(connection, "text", claimed));
        values.put("failures", same(connection, "text", claimed, ""));
        values.put(
                "endedAts",
                active ? nulls(connection, "timestamptz", claimed) : same(connection, "timestamptz", claimed, later));
        return values;
    }

    private static String joined(List<Claimed> claimed, String value) {
        return String.join("\u001e", Collections.nCopies(claimed.size(), value));
    }

    private static Array same(Connection connection, String type, List<Claimed> claimed, Object value)
            throws SQLException {
        return array(connection, type, claimed, each -> value);
    }

    private static Array nulls(Connection connection, String type, List<Claimed> claimed) throws SQLException {
        return connection.createArrayOf(type, new Object[claimed.size()]);
    }

    private static <T> Array array(Connection connection, String type, List<T> rows, Function<T, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, rows.stream().map(value).toArray());
    }
}
