package io.einvoicing.benchmarks;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** A web service on loopback that accepts every document at once. */
final class FlowsWebService implements AutoCloseable {
    private static final byte[] ACCEPTED = "{\"status\":\"ACCEPTED\"}".getBytes(StandardCharsets.UTF_8);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicLong nanos = new AtomicLong();

    FlowsWebService() throws IOException {
        // Else the JDK's server holds back the last bytes of each answer for 40 ms.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // Else it closes what one side keeps open while the others have their turn, and then a connection that is about
        // to be used.
        System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 500);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            long start = System.nanoTime();
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, ACCEPTED.length);
            nanos.addAndGet(System.nanoTime() - start);
            exchange.getResponseBody().write(ACCEPTED);
            exchange.close();
        });
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/documents");
    }

    /** Returns for how long requests were worked on since the last call of this. */
    long takeNanos() {
        return nanos.getAndSet(0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
