package io.einvoicing.jdbc;

import io.einvoicing.testkit.ClosedPort;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** A PostgreSQL as durable as in production, and any number of databases in it. */
final class TestServer implements AutoCloseable {
    /** A migrated database that serves as template: nobody may be connected to it. */
    static final String MIGRATED = "template_migrated";

    private static final ClosedPort CLOSED = new ClosedPort();
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AtomicInteger databases = new AtomicInteger();
    private final EmbeddedPostgres server;
    private final ConnectionPool shared;
    private final StatementWatch watch;

    TestServer() {
        try {
            server = EmbeddedPostgres.builder()
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("max_connections", "200")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("create database " + MIGRATED);
        try (ConnectionPool pool = pool(MIGRATED)) {
            JdbcStore.migrate(pool.dataSource());
        }
        shared = create("template " + MIGRATED);
        watch = new StatementWatch(shared.dataSource());
    }

    /** Returns the migrated database that all tests share which keep to their own tenants. */
    DataSource migrated() {
        return shared.dataSource();
    }

    /** Returns what watches the statements in that database. */
    StatementWatch watch() {
        return watch;
    }

    /** Returns connections to a new database made with the options of {@code create database}; the caller closes them. */
    ConnectionPool create(String options) {
        String name = "test_" + databases.incrementAndGet();
        execute("create database " + name + " " + options);
        return pool(name);
    }

    /** Returns connections to a port at which nobody listens. */
    static ConnectionPool unreachable() {
        return ConnectionPool.open(
                "jdbc:postgresql://127.0.0.1:" + CLOSED.number() + "/none", "postgres", "", 1, Duration.ofMillis(250));
    }

    /** Makes a database what an earlier release left behind. */
    static void migrateTo(String version, ConnectionPool pool) {
        Flyway.configure()
                .dataSource(pool.dataSource())
                .locations("classpath:io/einvoicing/jdbc/migration")
                .table("einvoicing_schema_history")
                .target(version)
                .load()
                .migrate();
    }

    private ConnectionPool pool(String database) {
        return ConnectionPool.open(
                "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + database, "postgres", "", 20, PATIENCE);
    }

    /** Stops the server; the checkpoint comes first, for stopping alone is given no more than five seconds. */
    @Override
    public void close() throws IOException, SQLException {
        watch.close();
        shared.close();
        execute("checkpoint");
        server.close();
    }

    private void execute(String sql) {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }
}
