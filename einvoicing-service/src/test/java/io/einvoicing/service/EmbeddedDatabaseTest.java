package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {
    @TempDir
    private Path folder;

    @Test
    void startsOverWhatAKilledProcessLeftBehind() throws Exception {
        Process killed = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        folder.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader output = killed.inputReader()) {
            assertThat(output.lines().anyMatch(Owner.COMMITTED::equals)).isTrue();
        }
        killed.destroyForcibly().waitFor();

        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder);
                Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from kept")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(1);
        }
    }

    @Test
    void leavesTheDatabaseOfARunningProcessAlone() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(
                            "another einvoicing process uses the folder: stop it, or name another folder");

            try (Connection connection = DriverManager.getConnection(database.url())) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
    }

    @Test
    void startsItsServerAgainThatWasKilled() throws Exception {
        try (EmbeddedDatabase database = EmbeddedDatabase.start(folder)) {
            try (Connection connection = DriverManager.getConnection(database.url());
                    Statement statement = connection.createStatement()) {
                statement.execute("create table kept as select 1 as row");
            }
            long before = serverId();
            ProcessHandle killed = ProcessHandle.of(before).orElseThrow();
            killed.destroyForcibly();
            killed.onExit().get(30, TimeUnit.SECONDS);

            try (Connection connection = awaitConnection(database.url());
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select row, current_setting('fsync') from kept")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(2)).isEqualTo("on");
            }
            assertThat(serverId()).isNotEqualTo(before);
        }

        assertThat(folder.resolve("data").resolve("postmaster.pid")).doesNotExist();
    }

    private long serverId() throws IOException {
        return Long.parseLong(Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"))
                .get(0));
    }

    private static Connection awaitConnection(String url) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return DriverManager.getConnection(url);
            } catch (SQLException e) {
                if (attempt == 600) {
                    throw e;
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            }
        }
    }

    /** A process that commits a row, says so, and waits until it is killed. */
    static final class Owner {
        private static final String COMMITTED = "committed";

        private Owner() {}

        public static void main(String[] arguments) throws SQLException, InterruptedException {
            EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
            try (Connection connection = DriverManager.getConnection(database.url());
                    Statement statement = connection.createStatement()) {
                statement.execute("create table kept as select 1 as row");
            }
            System.out.println(COMMITTED);
            new CountDownLatch(1).await();
        }
    }
}
