package io.einvoicing.service;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL in a process of its own, with its data in a folder: the same server and dialect as in production, for a first run and for
 * tests. It listens on loopback only, on a free port.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private final EmbeddedPostgres server;

    private EmbeddedDatabase(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts the server on the folder's data, which is made on first use and kept.
     *
     * @throws UncheckedIOException if it does not start, for example because another process uses the folder
     */
    public static EmbeddedDatabase start(Path folder) {
        try {
            Files.createDirectories(folder);
            return new EmbeddedDatabase(EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("data").toFile())
                    .setOverrideWorkingDirectory(folder.resolve("server").toFile())
                    .setCleanDataDirectory(false)
                    .setLocaleConfig("locale", "C")
                    .setLocaleConfig("encoding", "UTF8")
                    // The library turns durability off by default, which would lose acknowledged work with the power.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "100")
                    .start());
        } catch (IOException | IllegalStateException e) {
            throw new UncheckedIOException(
                    "PostgreSQL does not start in " + folder + "; is another einvoicing process using the folder?",
                    e instanceof IOException io ? io : new IOException(e));
        }
    }

    /** Returns the JDBC URL, with user. */
    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** Writes a checkpoint, so that the server stops within the few seconds that it is given, and stops it. */
    @Override
    public void close() throws IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            LOG.warn("The embedded database takes no checkpoint; it recovers at its next start", e);
        }
        server.close();
    }
}
