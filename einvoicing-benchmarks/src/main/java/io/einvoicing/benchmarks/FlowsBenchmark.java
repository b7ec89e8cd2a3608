package io.einvoicing.benchmarks;

import io.einvoicing.flow.CountedDocument;
import io.einvoicing.flow.FlowCheckpoint;
import io.einvoicing.flow.Lane;
import io.einvoicing.flow.port.FlowCompletions;
import io.einvoicing.flow.port.FlowProgress;
import io.einvoicing.jdbc.BareFlows;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Flows of six actions on PostgreSQL with fsync on: five trivial ones and a call over HTTP on loopback, the documents in memory. Every
 * side has the same server, web service and number of flows; backlogs are loaded in bulk before the clock starts.
 */
final class FlowsBenchmark {
    private static final int CONNECTIONS = 20;

    private FlowsBenchmark() {}

    /** Prints what was measured; {@code --flows N} is the number of flows in each run, 20,000 unless given. */
    public static void main(String[] arguments) throws Exception {
        int flows = 20_000;
        for (int i = 1; i < arguments.length; i++) {
            if (arguments[i].equals("--flows") && i + 1 < arguments.length) {
                flows = Integer.parseInt(arguments[++i]);
            }
        }
        int workers = Integer.getInteger("workers", 64);
        int rounds = Integer.getInteger("rounds", 3);
        Path folder = Files.createTempDirectory("einvoicing-benchmark");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setDataDirectory(folder.resolve("postgresql").toFile())
                        .setLocaleConfig("locale", "C")
                        .setLocaleConfig("encoding", "UTF8")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "200")
                        .setServerConfig("shared_buffers", "1GB")
                        .setServerConfig("max_wal_size", "8GB")
                        .start();
                FlowsWebService webService = new FlowsWebService()) {
            for (int round = 0; round < rounds; round++) {
                try (FlowsScenario scenario =
                        new FlowsScenario(create(postgres, "engine_" + round), CONNECTIONS, webService.address())) {
                    scenario.load(flows, Instant.now());
                    double rate = EngineFlows.run(scenario, workers, flows);
                    System.out.printf(Locale.ROOT, "engine: %,.0f flows/s%n", rate);
                }
                try (FlowsScenario scenario =
                        new FlowsScenario(create(postgres, "scheduler_" + round), CONNECTIONS, webService.address())) {
                    double rate = DbSchedulerFlows.run(scenario, 16, flows / 10);
                    System.out.printf(Locale.ROOT, "db-scheduler: %,.0f flows/s%n", rate);
                }
                try (FlowsScenario scenario =
                        new FlowsScenario(create(postgres, "bare_" + round), CONNECTIONS, webService.address())) {
                    BareFlows.Sample sample = sample(scenario);
                    scenario.load(flows + 1_000, Instant.now());
                    for (int batch : new int[] {16, 32}) {
                        double rate = new BareFlows(scenario.pool().dataSource(), sample, scenario::call)
                                .run(flows / 2, 4, batch);
                        System.out.printf(Locale.ROOT, "bare, batches of %d: %,.0f flows/s%n", batch, rate);
                    }
                }
            }
        }
    }

    /** Runs one flow and returns what it wrote. */
    private static BareFlows.Sample sample(FlowsScenario scenario) throws SQLException {
        scenario.load(1, Instant.now());
        Tap tap = new Tap(scenario.store().progress(), scenario.store().completions());
        Submission claimed = tap.claim(
                        lanes -> lanes.stream()
                                .map(lane -> new Lane.Share(lane.tenant(), lane.environment(), 1))
                                .toList(),
                        Instant.now(),
                        Instant.now().plusSeconds(60))
                .get(0);
        scenario.engine(tap, tap, (tenant, submission, at) -> {}).run(claimed);
        return new BareFlows.Sample(
                tap.checkpoints.get(0), tap.checkpoints.get(1), tap.checkpoints.get(2), tap.counted.get(0));
    }

    /** Keeps what passes. */
    private static final class Tap implements FlowProgress, FlowCompletions {
        private final FlowProgress progress;
        private final FlowCompletions completions;
        private final List<FlowCheckpoint> checkpoints = new ArrayList<>();
        private final List<CountedDocument> counted = new ArrayList<>();

        Tap(FlowProgress progress, FlowCompletions completions) {
            this.progress = progress;
            this.completions = completions;
        }

        @Override
        public Optional<Submission> claim(TenantId tenant, SubmissionId submission, Instant now, Instant leaseEnd) {
            return progress.claim(tenant, submission, now, leaseEnd);
        }

        @Override
        public List<Submission> claim(Function<List<Lane>, List<Lane.Share>> sharing, Instant now, Instant leaseEnd) {
            return progress.claim(sharing, now, leaseEnd);
        }

        @Override
        public boolean record(FlowCheckpoint checkpoint) {
            checkpoints.add(checkpoint);
            return progress.record(checkpoint);
        }

        @Override
        public int renew(List<Held> held, Instant leaseEnd) {
            return progress.renew(held, leaseEnd);
        }

        @Override
        public int recover(Instant now, int mostLost, int limit) {
            return progress.recover(now, mostLost, limit);
        }

        @Override
        public Optional<Counting> complete(FlowCheckpoint completion, Optional<CountedDocument> document) {
            checkpoints.add(completion);
            document.ifPresent(counted::add);
            return completions.complete(completion, document);
        }
    }

    /** Returns the address of a new database. */
    private static String create(EmbeddedPostgres postgres, String name) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
        }
        return postgres.getJdbcUrl("postgres", name);
    }
}
