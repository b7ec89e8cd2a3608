package io.einvoicing.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** An authority that answers a call when it is allowed to, and knows what it was sent under which idempotency key. */
final class HeldAuthority implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore answers = new Semaphore(0);
    /** The documents by key, once for each sending. */
    private final Map<String, List<String>> sent = new ConcurrentHashMap<>();

    HeldAuthority() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        String document = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        sent.computeIfAbsent(key, first -> new CopyOnWriteArrayList<>()).add(document);
        arrived.release();
        answers.acquireUninterruptibly();
        byte[] body = ("{\"status\":\"ACCEPTED\",\"receipt\":\"" + key + "\"}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/documents");
    }

    /** Waits until so many further calls have come. */
    boolean await(int calls) throws InterruptedException {
        return arrived.tryAcquire(calls, 60, TimeUnit.SECONDS);
    }

    /** Answers so many calls, those that wait first. */
    void answer(int calls) {
        answers.release(calls);
    }

    Map<String, List<String>> sent() {
        return Map.copyOf(sent);
    }

    @Override
    public void close() {
        answers.release(10_000);
        server.stop(0);
        threads.shutdown();
    }
}
