package io.einvoicing.http.call;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/** A server on loopback whose bytes a test writes itself, so that it can misbehave in every way. */
public final class LoopbackServer implements AutoCloseable {
    private final ServerSocket server;
    private final String scheme;
    private final Behaviour behaviour;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> clientClosed = new CompletableFuture<>();

    /** What the server does once it has read a request. */
    @FunctionalInterface
    public interface Behaviour {
        void respond(Request request, OutputStream out, Socket socket) throws Exception;
    }

    /** A request as it came over the wire. */
    public record Request(String head, byte[] body) {
        public String firstLine() {
            return head.lines().findFirst().orElseThrow();
        }

        public boolean hasHeader(String line) {
            return head.lines().anyMatch(line::equals);
        }
    }

    public LoopbackServer(Behaviour behaviour) throws IOException {
        this("http", ServerSocketFactory.getDefault(), behaviour);
    }

    public LoopbackServer(String scheme, ServerSocketFactory sockets, Behaviour behaviour) throws IOException {
        this.scheme = scheme;
        this.behaviour = behaviour;
        this.server = sockets.createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    /** Returns a behaviour that answers every request with a complete response. */
    public static Behaviour answering(int status, String body, String... headers) {
        return (request, out, socket) -> write(out, response(status, body, headers));
    }

    public static String response(int status, String body, String... headers) {
        StringBuilder response =
                new StringBuilder("HTTP/1.1 " + status + " Some Reason\r\nContent-Type: text/plain\r\n");
        for (String header : headers) {
            response.append(header).append("\r\n");
        }
        return response.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
    }

    public static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Waits, without an answer, until the client closes the connection. */
    public static void untilClientCloses(Socket socket) throws IOException {
        if (socket.getInputStream().read() >= 0) {
            throw new IOException("the client sent more than one request");
        }
    }

    public URI url(String path) {
        return URI.create(scheme + "://127.0.0.1:" + port() + path);
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Request> requests() {
        return requests;
    }

    public int connections() {
        return sockets.size();
    }

    /** Completes when a connection ended, with the reason. */
    public CompletableFuture<String> clientClosed() {
        return clientClosed;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                start(() -> serve(socket));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = socket.getInputStream();
            while (true) {
                Request request = read(in);
                requests.add(request);
                behaviour.respond(request, socket.getOutputStream(), socket);
            }
        } catch (Exception e) {
            clientClosed.complete(e.toString());
        }
    }

    private static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the client closed the connection");
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int length = text.lines()
                .filter(line -> line.regionMatches(true, 0, "Content-Length:", 0, 15))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
        return new Request(text, in.readNBytes(length));
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "loopback-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
