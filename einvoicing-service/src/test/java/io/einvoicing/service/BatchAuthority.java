package io.einvoicing.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** An authority that takes documents in ZIP files and tells later what became of each. */
final class BatchAuthority implements AutoCloseable {
    private final HttpServer server;
    /** Batches by idempotency key, each by file name. */
    private final Map<String, Map<String, String>> batches = new LinkedHashMap<>();
    /** How often the status of a batch is PROCESSING yet. */
    private final AtomicInteger busy = new AtomicInteger();

    private final AtomicInteger turnedAway = new AtomicInteger();
    private final AtomicInteger asked = new AtomicInteger();

    BatchAuthority() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.createContext("/batches", this::handle);
        server.start();
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/batches";
    }

    /** Says PROCESSING so many times more. */
    void processes(int times) {
        busy.set(times);
    }

    /** Turns the next so many batches away before it looks at them. */
    void turnsAway(int batches) {
        turnedAway.set(batches);
    }

    /** Returns how often the status of a batch was read. */
    int asked() {
        return asked.get();
    }

    /** Returns what was sent, in order; a batch that came twice under one key is one. */
    synchronized List<Map<String, String>> batches() {
        return List.copyOf(batches.values());
    }

    private void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (exchange.getRequestMethod().equals("GET")) {
            asked.incrementAndGet();
            answer(exchange, 200, busy.getAndDecrement() > 0 ? "{\"state\": \"PROCESSING\"}" : verdict());
        } else if (turnedAway.getAndDecrement() > 0) {
            answer(exchange, 429, "{\"error\": \"too many batches\"}");
        } else {
            synchronized (this) {
                batches.put(exchange.getRequestHeaders().getFirst("Idempotency-Key"), unzipped(body));
            }
            answer(exchange, 202, "{\"status\": \"RECEIVED\", \"receipt\": \"B-1\"}");
        }
    }

    /** Accepts what it got last, but documents that say {@code bad}. */
    private synchronized String verdict() {
        List<String> documents = new ArrayList<>();
        batches()
                .get(batches.size() - 1)
                .forEach((file, content) -> documents.add("{\"file\": \"" + file + "\", \"status\": \""
                        + (content.contains("bad") ? "REJECTED" : "ACCEPTED") + "\"}"));
        return "{\"state\": \"DONE\", \"status\": \"ACCEPTED\", \"documents\": " + documents + "}";
    }

    private static Map<String, String> unzipped(byte[] archive) {
        Map<String, String> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(archive), UTF_8)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
