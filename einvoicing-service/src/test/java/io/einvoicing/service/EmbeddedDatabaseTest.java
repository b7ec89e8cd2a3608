package io.einvoicing.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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
