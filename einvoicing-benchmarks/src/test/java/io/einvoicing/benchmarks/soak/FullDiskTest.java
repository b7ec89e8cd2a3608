package io.einvoicing.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.einvoicing.flow.OutsideEffectActionType.Recovery;
import io.einvoicing.http.api.Problem;
import io.einvoicing.http.client.ApiProblemException;
import io.einvoicing.http.client.EinvoicingClient;
import io.einvoicing.http.client.ErpSettings;
import io.einvoicing.jdbc.ConnectionPool;
import io.einvoicing.service.ServiceAssembly;
import io.einvoicing.submission.SubmissionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full under everything that the embedded default keeps: database and documents. */
@Timeout(300)
class FullDiskTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MEGABYTES = 256;

    @TempDir
    private Path folder;

    private Path data;
    private SmallDisk disk;
    private Authority authority;
    private SoakSetup setup;
    private NodeProcess node;
    private String database;

    @BeforeEach
    void start() throws Exception {
        data = Files.createDirectory(folder.resolve("data"));
        try {
            disk = new SmallDisk(data, MEGABYTES);
        } catch (IOException e) {
            String message = "SKIPPED: no disk can be mounted here, so a full one is not tested: " + e.getMessage();
            System.err.println(message);
            abort(message);
        }
        SoakWorld.Size size = new SoakWorld.Size(1, Duration.ofSeconds(3), Duration.ofSeconds(1), Map.of(), List.of());
        Path trust = folder.resolve("trust.p12");
        authority = SoakWorld.authority(new Random(1), trust);
        setup = new SoakSetup(data);
        node = new NodeProcess(
                SoakWorld.command(trust, size), SoakWorld.environment(data, size), folder.resolve("node.log"));
        await("the service answers", node::isUp);
        database =
                "jdbc:postgresql://localhost:" + Files.readAllLines(lockFile()).get(3) + "/postgres?user=postgres";
        setup.run(node.address(), authority, size.longestWait());
    }

    @AfterEach
    void stop() throws IOException {
        if (node != null) {
            node.terminate();
            if (Files.exists(lockFile())) { // Had the node to be killed, its database is left.
                ProcessHandle.of(Long.parseLong(Files.readAllLines(lockFile()).get(0)))
                        .ifPresent(ProcessHandle::destroyForcibly);
            }
        }
        if (authority != null) {
            authority.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    @Test
    void whatWasAcknowledgedCompletesOnceAndTheServiceGoesOnByItselfWhenThereIsSpaceAgain() throws Exception {
        Erp erp = new Erp(List.of(node.address()), setup.token());
        erp.start(40);
        await("documents are taken", () -> erp.acknowledged().size() >= 20);

        disk.fill();
        Map<String, SubmissionId> acknowledged = new HashMap<>();
        Problem refusal = submitUntilRefused(acknowledged);
        await("the database has ended", this::endsTheServer);
        assertThat(refusal.status()).isEqualTo(503);
        assertThat(refusal.detail()).contains("repeat the same request");

        disk.free();
        int before = erp.acknowledged().size();
        await("documents are taken again", () -> erp.acknowledged().size() >= before + 20);
        erp.stop();
        acknowledged.putAll(erp.acknowledged());
        try (ConnectionPool store = ConnectionPool.open(database, "postgres", "", 2, Duration.ofSeconds(20))) {
            OpenWork work = new OpenWork(store.dataSource(), setup.tenant());
            await("everything has ended", () -> {
                work.unknown().forEach(erp::repeatUnknown);
                return work.count() == 0;
            });
            Reconciliation books =
                    Reconciliation.of(store.dataSource(), setup.tenant(), acknowledged, erp.poisoned(), authority);

            assertThat(books.lost()).as("lost").isEmpty();
            assertThat(books.sentTwice()).as("sent twice").isEmpty();
            assertThat(books.countedTwice()).as("counted twice").isEmpty();
            assertThat(books.unreconciled()).as("unreconciled").isEmpty();
            assertThat(books.waiting()).as("waits for a person").isEmpty();
            assertThat(books.completed()).isGreaterThanOrEqualTo(acknowledged.size());
        }
        assertThat(erp.contradictions()).isEmpty();
        assertThat(node.isAlive()).as("the same process of the service").isTrue();
        try (Stream<Path> files = Files.walk(ServiceAssembly.localFolder(data))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("halves of files")
                    .noneMatch(name -> name.startsWith(".new-"));
        }
    }

    /** Submits documents of its own until one is refused, and returns what the client is told. */
    private Problem submitUntilRefused(Map<String, SubmissionId> acknowledged) {
        EinvoicingClient client =
                new EinvoicingClient(ErpSettings.of(node.address(), SoakSetup.ENVIRONMENT), setup::token);
        for (int i = 1; ; i++) {
            String document = "full-" + i;
            try {
                acknowledged.put(
                        document,
                        client.submit(Erp.submission(document, Recovery.ASK, ""))
                                .submission()
                                .id());
            } catch (ApiProblemException refused) {
                return refused.problem();
            }
        }
    }

    /** Lets the server write its log beyond the file that it is at, which ends it on a full disk; tells whether it has ended. */
    private boolean endsTheServer() {
        disk.fill();
        try (Connection connection = DriverManager.getConnection(database);
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_switch_wal()");
            statement.execute("select pg_logical_emit_message(true, 'test', 'next file')");
            return false;
        } catch (SQLException e) {
            return !Files.exists(lockFile());
        }
    }

    private Path lockFile() {
        return data.resolve("postgresql").resolve("data").resolve("postmaster.pid");
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(String what, Condition condition) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
