package io.einvoicing.benchmarks.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A worker process that is started, ordered about, killed and started again. Its methods but {@link #address()} are called by one thread. */
final class NodeProcess implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofMinutes(5);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(60);

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private Process process;

    NodeProcess(List<String> command, Map<String, String> environment, Path log) throws IOException {
        this.command = command;
        this.environment = environment;
        this.log = log;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            this.port = free.getLocalPort();
        }
        this.process = launch();
    }

    private Process launch() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("EINVOICING_PORT", Integer.toString(port));
        return builder.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Tells whether the service answers. */
    boolean isUp() {
        if (!process.isAlive()) {
            return false;
        }
        try {
            return http.send(
                                    HttpRequest.newBuilder(address().resolve("/health"))
                                            .timeout(Duration.ofSeconds(2))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Waits until the service answers; started again meanwhile or not. */
    void awaitUp() throws IOException {
        long end = System.nanoTime() + LONGEST_START.toNanos();
        while (!isUp()) {
            if (System.nanoTime() > end) {
                throw new IOException("the node does not answer after " + LONGEST_START + "; see " + log);
            }
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    /** Gives an order; a node that just died takes none. */
    void order(String order) {
        try {
            process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException dead) {
            // Its next start is without faults anyway.
        }
    }

    /** Kills the process (SIGKILL). */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Lets the process finish what it has in hand and stop what it started (SIGTERM); kills it if it takes too long. */
    void terminate() {
        // By its handle: the process itself would also close its input, at which it ends at once.
        process.toHandle().destroy();
        try {
            process.waitFor(LONGEST_STOP.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /** Starts the process if it is not alive. */
    void start() throws IOException {
        if (!process.isAlive()) {
            process = launch();
        }
    }

    @Override
    public void close() {
        kill();
    }
}
