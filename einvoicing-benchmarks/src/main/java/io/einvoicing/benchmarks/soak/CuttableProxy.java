package io.einvoicing.benchmarks.soak;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Passes TCP connections of loopback on to another port and cuts them on demand, in the middle of whatever they carry. */
final class CuttableProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean mute;
    private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.named("soak-proxy"));

    CuttableProxy(int target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                threads.execute(() -> connect(client));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    System.err.println("the proxy does not accept: " + e);
                }
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        open.add(client);
        open.add(upstream);
        try {
            upstream.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
            client.setTcpNoDelay(true);
            upstream.setTcpNoDelay(true);
            threads.execute(() -> pump(upstream, client));
            pump(client, upstream);
        } catch (IOException e) {
            reset(client); // The database is down: its clients find out as they would without the proxy.
            reset(upstream);
        }
    }

    private void pump(Socket from, Socket to) {
        byte[] buffer = new byte[65_536];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (!mute || from.getPort() != target) {
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException broken) {
            // Either side may break; both are closed below.
        } finally {
            reset(from);
            reset(to);
        }
    }

    /** Resets a connection; whoever comes first does. */
    private void reset(Socket socket) {
        if (open.remove(socket)) {
            try {
                if (!socket.isClosed()) {
                    socket.setSoLinger(true, 0);
                }
                socket.close();
            } catch (IOException closed) {
                // A socket that could not connect has closed itself.
            }
        }
    }

    /** Loses every answer from now on until the connections are cut: what was asked for is done all the same. */
    void loseAnswers() {
        mute = true;
    }

    /** Cuts every connection. */
    void cut() {
        open.forEach(this::reset);
        mute = false;
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
        threads.shutdownNow();
    }
}
