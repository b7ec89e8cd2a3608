package io.einvoicing.benchmarks.soak;

import static io.einvoicing.testkit.data.TestData.NOW;
import static io.einvoicing.testkit.data.TestData.aCheckpoint;
import static io.einvoicing.testkit.data.TestData.aStamp;
import static io.einvoicing.testkit.data.TestData.aSubmission;
import static io.einvoicing.testkit.data.TestData.aTenant;
import static io.einvoicing.testkit.data.TestData.countedDocument;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.activation.Tenant;
import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.jdbc.ConnectionPool;
import io.einvoicing.jdbc.JdbcStore;
import io.einvoicing.kernel.StoreUnavailableException;
import io.einvoicing.submission.Counting;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that is killed, and connections that are cut, while flows complete: both completion and usage entry, or neither. */
@Timeout(120)
class DatabaseFaultsTest {
    private static final int SUBMISSIONS = 300;

    @TempDir
    private static Path folder;

    private static DatabaseServer server;
    private static CuttableProxy proxy;
    private static ConnectionPool direct;
    private static JdbcStore store;

    private final Tenant tenant = aTenant().build();
    private final EnvironmentId environment = new EnvironmentId(UUID.randomUUID());
    private final FeatureId feature = new FeatureId(UUID.randomUUID());
    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final AtomicInteger answered = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        server = new DatabaseServer(folder);
        proxy = new CuttableProxy(server.port());
        direct = pool(server.port());
        JdbcStore.migrate(direct.dataSource());
        store = new JdbcStore(direct.dataSource());
    }

    private static ConnectionPool pool(int port) {
        return ConnectionPool.open(
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "", 8, Duration.ofSeconds(5));
    }

    @AfterAll
    static void stop() throws Exception {
        direct.close();
        proxy.close();
        server.close();
    }

    @AfterEach
    void stopThreads() {
        threads.shutdownNow();
    }

    @Test
    void recordsACompletionOnceWhoseAnswerWasLostWithTheConnection() throws Exception {
        store.tenants().save(tenant, aStamp("tenant.create"));
        List<Submission> claimed = claimed(2);
        try (Connection connection = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres", "postgres", "")) {
            JdbcStore through = new JdbcStore(only(connection));
            // Everything that is asked once for a connection has been asked.
            assertThat(complete(through, claimed.get(0))).contains(Counting.COUNTED);

            proxy.loseAnswers();
            Future<Optional<Counting>> completing = threads.submit(() -> complete(through, claimed.get(1)));
            while (stored(claimed.get(1)).status() != SubmissionStatus.COMPLETED) {
                Thread.onSpinWait();
            }
            proxy.cut();

            assertThatThrownBy(completing::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(StoreUnavailableException.class);
        }

        assertThat(stored(claimed.get(1)).counting()).isEqualTo(Counting.COUNTED);
        assertThat(complete(store, claimed.get(1))).as("the repetition").isEmpty();
        assertThat(entries()).isEqualTo(2);
    }

    @Test
    void completesAndCountsEachOnceWhileConnectionsAreCut() throws Exception {
        store.tenants().save(tenant, aStamp("tenant.create"));
        try (ConnectionPool pool = pool(proxy.port())) {
            List<Future<?>> completing = completeAll(new JdbcStore(pool.dataSource()), claimed(SUBMISSIONS));
            while (answered.get() < SUBMISSIONS) {
                int before = answered.get();
                proxy.cut();
                while (answered.get() < Math.min(SUBMISSIONS, before + 10)) {
                    Thread.onSpinWait();
                }
            }
            for (Future<?> each : completing) {
                each.get();
            }
        }
        assertAllCompletedAndCountedOnce();
    }

    @Test
    void completesAndCountsEachOnceAlthoughTheServerIsKilledAndStartedAgain() throws Exception {
        store.tenants().save(tenant, aStamp("tenant.create"));
        List<Future<?>> completing = completeAll(store, claimed(SUBMISSIONS));
        while (answered.get() < SUBMISSIONS / 3) {
            Thread.onSpinWait();
        }
        server.kill();
        server.restart();
        for (Future<?> each : completing) {
            each.get();
        }
        assertAllCompletedAndCountedOnce();
    }

    private List<Submission> claimed(int number) {
        List<Submission> claimed = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Submission submission = aSubmission()
                    .of(tenant.id())
                    .to(environment)
                    .feature(feature)
                    .build();
            store.submissions().create(submission);
            claimed.add(store.progress()
                    .claim(tenant.id(), submission.id(), NOW, NOW.plus(Duration.ofMinutes(1)))
                    .orElseThrow());
        }
        return claimed;
    }

    /** Completes each, repeating what got no answer. */
    private List<Future<?>> completeAll(JdbcStore through, List<Submission> claimed) {
        List<Future<?>> completing = new ArrayList<>();
        for (Submission each : claimed) {
            completing.add(threads.submit(() -> {
                for (boolean done = false; !done; ) {
                    try {
                        complete(through, each);
                        done = true;
                    } catch (StoreUnavailableException e) {
                        Thread.onSpinWait();
                    }
                }
                answered.incrementAndGet();
            }));
        }
        return completing;
    }

    private static Optional<Counting> complete(JdbcStore through, Submission claimed) {
        return through.completions()
                .complete(aCheckpoint(claimed).completed().build(), Optional.of(countedDocument(claimed, NOW)));
    }

    private static Submission stored(Submission submission) {
        return store.submissions().find(submission.tenant(), submission.id()).orElseThrow();
    }

    private void assertAllCompletedAndCountedOnce() throws SQLException {
        assertThat(
                        number(
                                "select count(*) from submission where status = 'COMPLETED' and counting = 'COUNTED' and tenant_id = ?"))
                .isEqualTo(SUBMISSIONS);
        assertThat(entries()).isEqualTo(SUBMISSIONS);
        assertThat(number("select count(distinct submission_id) from usage_entry where tenant_id = ?"))
                .isEqualTo(SUBMISSIONS);
        assertThat(number("select sum(quantity) from usage_delta where tenant_id = ?"))
                .isEqualTo(SUBMISSIONS);
    }

    private long entries() throws SQLException {
        return number("select count(*) from usage_entry where tenant_id = ?");
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = direct.dataSource().getConnection();
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setObject(1, tenant.id().value());
            ResultSet row = statement.executeQuery();
            row.next();
            return row.getLong(1);
        }
    }

    /** Returns a data source that gives the one connection again and again; a pool might try it out and so meet the fault first. */
    private static DataSource only(Connection connection) {
        ClassLoader loader = DatabaseFaultsTest.class.getClassLoader();
        Object kept =
                Proxy.newProxyInstance(loader, new Class<?>[] {Connection.class}, (proxied, method, arguments) -> {
                    try {
                        return method.getName().equals("close") ? null : method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        return (DataSource)
                Proxy.newProxyInstance(loader, new Class<?>[] {DataSource.class}, (proxied, method, arguments) -> kept);
    }
}
