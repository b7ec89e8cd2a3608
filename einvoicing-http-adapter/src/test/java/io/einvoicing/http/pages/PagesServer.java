package io.einvoicing.http.pages;

import com.sun.net.httpserver.HttpServer;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;

/** The pages on loopback, with made-up figures behind them. */
final class PagesServer implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    PagesServer(int port) {
        this(port, "/");
    }

    /** Serves at a path that ends with a slash, as a vendor's server may. */
    PagesServer(int port, String path) {
        ResourceConfig config = new ResourceConfig();
        config.register(new PagesResource());
        config.register(new FakeUsageApi());
        server = JdkHttpServerFactory.createHttpServer(URI.create("http://127.0.0.1:" + port + path), config, false);
        server.setExecutor(threads);
        server.start();
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** Serves the pages for who works on them: {@code usage/#token=ordinary}, {@code large}, {@code empty}, {@code failing}. */
    public static void main(String[] arguments) {
        PagesServer server = new PagesServer(8099);
        System.out.println(server.uri("/usage/#token=ordinary"));
    }
}
