package io.einvoicing.service;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL in a process of its own, with its data in a folder: the same server and dialect as in production, for a first run and for
 * tests. It listens on loopback only, on a free port, until it is closed; if the server ends before, as it does on a full disk, it is
 * started again.
 */
public final class EmbeddedDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /** Of the server; the library turns durability off by default, which would lose acknowledged work with the power. */
    private static final Map<String, String> SETTINGS =
            Map.of("fsync", "on", "synchronous_commit", "on", "full_page_writes", "on", "max_connections", "100");

    private final FileChannel claim;
    private final Path folder;
    private final EmbeddedPostgres server;
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(EmbeddedDatabase::watchThread);

    private EmbeddedDatabase(FileChannel claim, Path folder, EmbeddedPostgres server) throws IOException {
        this.claim = claim;
        this.folder = folder;
        this.server = server;
        lockHolder(folder)
                .flatMap(EmbeddedDatabase::program)
                .ifPresentOrElse(
                        this::watch,
                        () -> LOG.warn(
                                "The embedded PostgreSQL cannot be watched: should it end, restart the service"));
    }

    private void watch(Path program) {
        watch.scheduleWithFixedDelay(
                () -> keepRunning(program), BETWEEN_LOOKS.toMillis(), BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Thread watchThread(Runnable task) {
        Thread thread = new Thread(task, "embedded-postgresql");
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts the server on the folder's data, which is made on first use and kept. A server that a killed process left behind is
     * stopped first; then the new one recovers what it had committed.
     *
     * @throws UncheckedIOException if it does not start, for example because another process uses the folder
     */
    public static EmbeddedDatabase start(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel claim = claim(folder);
            try {
                stopOrphan(folder);
                return new EmbeddedDatabase(claim, folder, start(data(folder), folder.resolve("server")));
            } catch (IOException | RuntimeException e) {
                claim.close();
                throw e;
            }
        } catch (IOException | IllegalStateException e) {
            throw new UncheckedIOException(
                    "PostgreSQL does not start in " + folder + ": " + e.getMessage(),
                    e instanceof IOException io ? io : new IOException(e));
        }
    }

    private static Path data(Path folder) {
        return folder.resolve("data");
    }

    private static EmbeddedPostgres start(Path data, Path server) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(data.toFile())
                .setOverrideWorkingDirectory(server.toFile())
                .setCleanDataDirectory(false)
                // Its own hook would stop the server while the service still finishes what it runs.
                .setRegisterShutdownHook(false)
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8");
        SETTINGS.forEach(builder::setServerConfig);
        return builder.start();
    }

    /** Takes the folder for this process until it ends, however it ends; a second server would stop the first one's database. */
    private static FileChannel claim(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(folder.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (file.tryLock() != null) {
                return file;
            }
        } catch (OverlappingFileLockException e) {
            LOG.debug("This process holds the folder already", e);
        }
        file.close();
        throw new IOException(
                "another einvoicing process uses the folder: stop it, or name another folder with --data");
    }

    /** Stops the server that runs on the folder, which has no owner now that the folder is claimed. */
    private static void stopOrphan(Path folder) throws IOException {
        Optional<ProcessHandle> orphan = runningServer(folder);
        if (orphan.isEmpty()) {
            return;
        }
        LOG.warn(
                "Stopping the PostgreSQL server {} that a killed process left behind",
                orphan.get().pid());
        orphan.get().destroy();
        try {
            orphan.get().onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(
                    "a killed process left the PostgreSQL server "
                            + orphan.get().pid() + " behind, which does not stop: end that process, then start again",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a PostgreSQL server stopped");
        }
    }

    /** Returns the server that runs on the folder's data, started by a process that had the folder as well. */
    private static Optional<ProcessHandle> runningServer(Path folder) throws IOException {
        Path unpacked = folder.resolve("server");
        if (!Files.exists(unpacked)) {
            return Optional.empty();
        }
        Path programs = unpacked.toRealPath();
        return lockHolder(folder)
                .filter(process -> program(process)
                        .filter(program -> program.startsWith(programs))
                        .isPresent());
    }

    /** Returns the process that the data's lock file names; it may be any other, for numbers of processes are used again. */
    private static Optional<ProcessHandle> lockHolder(Path folder) throws IOException {
        Path lockFile = data(folder).resolve("postmaster.pid");
        if (!Files.exists(lockFile)) {
            return Optional.empty();
        }
        return Files.readAllLines(lockFile).stream()
                .findFirst()
                .map(Long::parseLong)
                .flatMap(ProcessHandle::of);
    }

    private static Optional<Path> program(ProcessHandle process) {
        return process.info().command().map(Path::of);
    }

    /** Starts the server again if it has ended. */
    private void keepRunning(Path program) {
        try {
            if (lockHolder(folder)
                    .flatMap(EmbeddedDatabase::program)
                    .filter(program::equals)
                    .isEmpty()) {
                LOG.error("The embedded PostgreSQL has ended; starting it again, until it starts");
                startAgain(program.resolveSibling("pg_ctl"));
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("Cannot look after the embedded PostgreSQL", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void startAgain(Path control) throws IOException, InterruptedException {
        StringBuilder options = new StringBuilder("-p ").append(server.getPort());
        SETTINGS.forEach(
                (name, value) -> options.append(" -c ").append(name).append('=').append(value));
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U")); // The server refuses to run as root.
        }
        command.addAll(List.of(
                control.toString(), "-D", data(folder).toString(), "-o", options.toString(), "-s", "-w", "start"));
        // The server inherits where to write its log.
        Process starting = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (starting.waitFor() == 0) {
            LOG.info("The embedded PostgreSQL runs again");
        }
    }

    /** Returns the JDBC URL, with user. */
    public String url() {
        return server.getJdbcUrl("postgres", "postgres");
    }

    /** Writes a checkpoint, so that the server stops within the few seconds that it is given, and stops it. */
    @Override
    public void close() throws IOException {
        stopWatching();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        } catch (SQLException e) {
            LOG.warn("The embedded database takes no checkpoint; it recovers at its next start", e);
        }
        server.close();
        claim.close();
    }

    private void stopWatching() {
        watch.shutdownNow();
        try {
            if (!watch.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("The embedded database is still being started again");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
