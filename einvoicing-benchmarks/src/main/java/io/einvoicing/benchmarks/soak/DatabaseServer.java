package io.einvoicing.benchmarks.soak;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A PostgreSQL that keeps what it committed, in a process that can be killed and started again on the same port. */
final class DatabaseServer implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String SETTINGS = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on"
            + " -c max_connections=120 -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c logging_collector=off";

    /** Runs the server until it ends or the driver's end of the pipe closes, however the driver ends. */
    private static final String WRAPPER = """
            exec 3<&0
            "$@" 3<&- &
            server=$!
            { cat <&3 > /dev/null; while kill -INT $server; do sleep 1; done 2> /dev/null; } &
            exec 3<&-
            wait $server""";

    private final Path data;
    private final Path log;
    private final Path program;
    private final int port;
    private Process wrapper;

    DatabaseServer(Path folder) throws IOException {
        this.data = folder.resolve("data");
        this.log = folder.resolve("postgresql.log");
        Path programs = folder.resolve("server");
        // Makes the data folder and unpacks the programs.
        EmbeddedPostgres.builder()
                .setDataDirectory(data.toFile())
                .setOverrideWorkingDirectory(programs.toFile())
                .setCleanDataDirectory(false)
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                .start()
                .close();
        try (Stream<Path> files = Files.walk(programs)) {
            this.program = files.filter(file -> file.endsWith(Path.of("bin", "postgres")))
                    .findFirst()
                    .orElseThrow(() -> new IOException("there is no program postgres in " + programs));
        }
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.wrapper = launch();
        awaitReady();
    }

    int port() {
        return port;
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", WRAPPER, "sh"));
        if ("root".equals(System.getProperty("user.name"))) {
            // The server refuses to run as root.
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(program.toString(), "-D", data.toString(), "-p", Integer.toString(port)));
        command.addAll(List.of(SETTINGS.split(" ")));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitReady() throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (System.nanoTime() > end) {
                throw new IOException("PostgreSQL does not start; see " + log);
            }
            if (!wrapper.isAlive()) {
                stopWrapper();
                wrapper = launch(); // The killed server's workers may not all have gone when it was started.
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    private boolean answers() {
        try (Connection connection =
                DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "postgres", "")) {
            return connection.isValid(2);
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** Kills the server as a power failure would end it, without a chance to write anything. */
    void kill() throws IOException {
        long pid = Long.parseLong(
                Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Starts the killed server again and waits until it has recovered. */
    void restart() throws IOException {
        stopWrapper();
        wrapper = launch();
        awaitReady();
    }

    private void stopWrapper() throws IOException {
        wrapper.getOutputStream().close();
        try {
            if (!wrapper.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException("PostgreSQL does not stop; see " + log);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while PostgreSQL stopped", e);
        }
    }

    @Override
    public void close() throws IOException {
        stopWrapper();
    }
}
