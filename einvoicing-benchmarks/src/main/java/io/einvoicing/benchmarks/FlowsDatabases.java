package io.einvoicing.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A PostgreSQL server of the benchmark's own, durable as in production, which has a new database for each run. */
final class FlowsDatabases implements AutoCloseable {
    private final Path folder;
    private final EmbeddedPostgres server;
    private final AtomicInteger number = new AtomicInteger();

    FlowsDatabases() throws IOException {
        folder = Files.createTempDirectory("einvoicing-benchmark");
        server = EmbeddedPostgres.builder()
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
    }

    /** Returns the address of a new, empty database. */
    String create() throws SQLException {
        String name = "flows_" + number.incrementAndGet();
        execute("create database " + name);
        return server.getJdbcUrl("postgres", name);
    }

    /** Drops a database that nobody is connected to. */
    void drop(String url) throws SQLException {
        execute("drop database " + url.replaceAll(".*/|\\?.*", ""));
    }

    /** Writes what is dirty, so that no run pays for the one before. */
    void checkpoint() throws SQLException {
        execute("checkpoint");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
