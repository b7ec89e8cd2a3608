package io.einvoicing.benchmarks;

import io.einvoicing.access.Caller;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.environment.ServiceEnvironment;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.FeatureVersion;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.ActionTypes;
import io.einvoicing.flow.FlowEngine;
import io.einvoicing.flow.FlowPolicy;
import io.einvoicing.flow.OutsideEffectActionType;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.jdbc.ConnectionPool;
import io.einvoicing.jdbc.JdbcStore;
import io.einvoicing.submission.BusinessDocumentKey;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.einvoicing.submission.port.FlowQueue;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestData;
import io.einvoicing.testkit.memory.InMemoryDocumentStore;
import io.einvoicing.testkit.memory.InMemorySecretVault;
import io.einvoicing.vault.Vaults;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One tenant with one environment and a feature of six actions, in a database of its own; documents are kept in memory. */
final class FlowsScenario implements AutoCloseable {
    private static final int CONNECTIONS = 20;

    /** Names of the columns that are the same in every copy of a submission. */
    private static final String SAME = """
            select string_agg(column_name, ', ' order by ordinal_position) from information_schema.columns
            where table_schema = current_schema and table_name = 'submission' and is_generated = 'NEVER'
                and column_name not in ('submission_id', 'source_record', 'due_at')""";

    /** So many that none of the store's time limits ends it. */
    private static final int COPIED_AT_ONCE = 100_000;

    /** Time-ordered ids, as the service makes them. */
    private static final long FIRST_ID = 0x0199_0000_0000_7000L;

    private final ConnectionPool pool;
    private final JdbcStore store;
    private final ServiceEnvironment environment;
    private final FeatureVersion version;
    private final FlowsClient client;
    private long loaded;
    private final InMemoryDocumentStore documents = new InMemoryDocumentStore();
    private final InMemorySecretVault vault = new InMemorySecretVault();

    FlowsScenario(String database, FlowsClient client) {
        this.client = client;
        this.pool = ConnectionPool.open(database, "postgres", "", CONNECTIONS, Duration.ofMinutes(5));
        JdbcStore.migrate(pool.dataSource());
        this.store = new JdbcStore(pool.dataSource());
        vault.putSecret(EnvironmentBuilder.VAULT, EnvironmentBuilder.STORAGE_SECRET, "memory:benchmark");
        Caller caller = TestData.aCaller().build();
        store.tenants().save(TestData.aTenant().id(caller.tenant()).build(), TestData.aStamp("tenant.create"));
        environment = TestData.anEnvironment().of(caller.tenant()).published().build();
        store.environments().save(environment, TestData.aStamp("environment.publish"));
        version = TestData.aFeatureVersion()
                .of(caller.tenant())
                .published()
                .withActions(
                        Action.of("Transform", "Trivial", Map.of()),
                        Action.of("Validate", "Trivial", Map.of()),
                        Action.of("Sign", "Trivial", Map.of()),
                        Action.of("Submit", "Call", Map.of()),
                        Action.of("Process response", "Trivial", Map.of()),
                        Action.of("Notify", "Trivial", Map.of()))
                .build();
        store.features().create(TestData.featureOf(version), version, TestData.aStamp("feature.create"));
    }

    JdbcStore store() {
        return store;
    }

    ConnectionPool pool() {
        return pool;
    }

    /** Loads submissions by COPY, each about a document of its own; they are due one after the other from the instant on. */
    void load(int number, Instant due) throws SQLException, IOException {
        try (Connection connection = pool.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (int done = 0; done < number; done += COPIED_AT_ONCE) {
                copy(statement, Math.min(COPIED_AT_ONCE, number - done), due.plus(done, ChronoUnit.MICROS));
            }
            statement.execute("vacuum (analyze) submission");
        }
    }

    private void copy(Statement statement, int number, Instant due) throws SQLException, IOException {
        Submission first = TestData.aSubmission()
                .to(environment)
                .pinned(version)
                .id(new SubmissionId(id(loaded)))
                .submittedAt(due)
                .document(new BusinessDocumentKey("ERP-1", "DEMF", "Customer invoice", record(loaded)))
                .build();
        store.submissions().create(first);
        loaded++;
        String columns = row(statement, SAME);
        String same = row(
                statement,
                "select " + columns + " from submission where tenant_id = '" + first.tenant()
                        + "' and submission_id = '" + first.id() + "'");
        Path file = Files.createTempFile("einvoicing-benchmark", ".tsv");
        try {
            write(file, due, same, number - 1);
            statement.execute(
                    "copy submission (submission_id, source_record, due_at, " + columns + ") from '" + file + "'");
        } finally {
            Files.delete(file);
        }
    }

    /** Returns the row that the query finds, as COPY reads it. */
    private static String row(Statement statement, String query) throws SQLException {
        try (ResultSet row = statement.executeQuery(query)) {
            row.next();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                String value = row.getString(i);
                values.add(value == null ? "\\N" : value.replace("\\", "\\\\"));
            }
            return String.join("\t", values);
        }
    }

    private void write(Path file, Instant due, String same, int number) throws IOException {
        try (BufferedWriter rows = Files.newBufferedWriter(file)) {
            for (int i = 1; i <= number; i++, loaded++) {
                rows.append(id(loaded).toString())
                        .append('\t')
                        .append(record(loaded))
                        .append('\t');
                rows.append(due.plus(i, ChronoUnit.MICROS).toString()).append('\t');
                rows.append(same).append('\n');
            }
        }
    }

    private static UUID id(long number) {
        return new UUID(FIRST_ID + (number >> 12 << 16) + (number & 0xfff), Long.MIN_VALUE | number);
    }

    private static String record(long number) {
        return "FTI-" + (1_000_000_000L + number);
    }

    /** Returns an engine on this database, with its documents in memory. */
    FlowEngine engine(FlowProgress progress, FlowCompletions completions, FlowQueue queue) {
        return new FlowEngine(
                new FlowEngine.Ports(
                        progress,
                        completions,
                        store.environments(),
                        store.features(),
                        documents,
                        new Vaults(
                                vault,
                                store.vaultAccesses(),
                                store.addressClaims(),
                                Vaults.STANDARD_CACHE_AGE,
                                UUID::randomUUID,
                                InstantSource.system()),
                        store.numberDraws(),
                        store.submissions(),
                        queue),
                new ActionTypes(List.of(new Trivial(), new Call())),
                FlowPolicy.DEFAULT,
                InstantSource.system());
    }

    @Override
    public void close() {
        pool.close();
    }

    /** Does next to nothing, as an action that only looks something up. */
    private static final class Trivial implements RepeatableActionType {
        private static final ActionDescription DESCRIPTION = new ActionDescription(
                "Trivial",
                "Leaves a value.",
                ActionDescription.Kind.REPEATABLE,
                List.of(ParameterDescription.optional("Input", ParameterDescription.Type.FILE, "Not read.")),
                List.of("value"));

        @Override
        public ActionDescription description() {
            return DESCRIPTION;
        }

        @Override
        public ActionOutcome execute(ActionContext context) {
            return ActionOutcome.completed(new ActionOutput.Value("value", "42"));
        }
    }

    /** Calls the web service. */
    private final class Call implements OutsideEffectActionType {
        private static final ActionDescription DESCRIPTION = new ActionDescription(
                "Call", "Calls.", ActionDescription.Kind.OUTSIDE_EFFECT, List.of(), List.of("response"));

        @Override
        public ActionDescription description() {
            return DESCRIPTION;
        }

        @Override
        public DocumentContent request(ActionContext context) {
            return FlowsClient.REQUEST;
        }

        @Override
        public Duration timeout(ActionContext context) {
            return Duration.ofSeconds(10);
        }

        @Override
        public ActionOutcome send(ActionContext context, DocumentContent request, String idempotencyKey) {
            return ActionOutcome.completed(new ActionOutput.File("response", client.call(idempotencyKey)));
        }

        @Override
        public Recovery recovery(ActionContext context) {
            return Recovery.REPEAT;
        }
    }
}
