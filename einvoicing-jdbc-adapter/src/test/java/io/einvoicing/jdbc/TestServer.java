package io.einvoicing.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for the JVM, as durable as in production, and any number of migrated databases in it. */
final class TestDatabase {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            execute(server, "create database template_migrated");
            try (ConnectionPool pool = pool(server, "template_migrated", 2)) {
                JdbcStore.migrate(pool.dataSource());
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns connections to a new migrated database; the caller closes them. */
    static ConnectionPool migrated() {
        return create("template template_migrated");
    }

    /** Returns connections to a new database without any table; the caller closes them. */
    static ConnectionPool empty() {
        return create("");
    }

    /** Returns connections to a new database made with the options of {@code create database}; the caller closes them. */
    static synchronized ConnectionPool create(String options) {
        String name = "test_" + DATABASES.incrementAndGet();
        execute(SERVER, "create database " + name + " " + options);
        return pool(SERVER, name, 20);
    }

    /** Returns connections to a port at which nobody listens. */
    static ConnectionPool unreachable() {
        return ConnectionPool.open(
                "jdbc:postgresql://127.0.0.1:" + closedPort() + "/none", "postgres", "", 1, Duration.ofMillis(250));
    }

    private static int closedPort() {
        try (ServerSocket brieflyTaken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return brieflyTaken.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ConnectionPool pool(EmbeddedPostgres server, String database, int connections) {
        return ConnectionPool.open(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database,
                "postgres",
                "",
                connections,
                PATIENCE);
    }

    private static void execute(EmbeddedPostgres server, String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
