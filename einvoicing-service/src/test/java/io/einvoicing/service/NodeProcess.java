package io.einvoicing.service;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The service in a process of its own, started as the launcher does. */
final class NodeProcess implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile(".*einvoicing listens on (http://\\S+) .*");
    private static final long PATIENCE = 60;

    private final Process process;
    private final CompletableFuture<URI> address = new CompletableFuture<>();
    private final List<String> log = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private NodeProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "node-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a node on a free port. */
    static NodeProcess start(Path data, Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx384m",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "serve",
                "--dev",
                "--port",
                "0",
                "--data",
                data.toString());
        builder.environment().putAll(variables);
        return new NodeProcess(builder.redirectErrorStream(true).start());
    }

    private void read() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                synchronized (log) {
                    log.add(line);
                }
                Matcher listening = LISTENING.matcher(line);
                if (listening.matches()) {
                    address.complete(URI.create(listening.group(1)));
                }
            }
            address.completeExceptionally(new IllegalStateException("the node did not start: " + log()));
        } catch (IOException e) {
            address.completeExceptionally(new UncheckedIOException(e));
        }
    }

    /** Waits until the node listens. */
    URI address() throws Exception {
        return address.get(PATIENCE, TimeUnit.SECONDS);
    }

    String log() {
        synchronized (log) {
            return String.join("\n", log);
        }
    }

    /** Returns the status of the node's readiness; 0 if nobody listens. */
    int readiness() throws Exception {
        return get("/health/ready").map(HttpResponse::statusCode).orElse(0);
    }

    Optional<HttpResponse<String>> get(String path) throws Exception {
        try {
            return Optional.of(http.send(
                    HttpRequest.newBuilder(address().resolve(path)).build(), HttpResponse.BodyHandlers.ofString()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Sends SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** Sends SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    /** Waits until the process has ended, and returns its exit code. */
    int exitCode() throws Exception {
        return process.onExit().get(PATIENCE, TimeUnit.SECONDS).exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
