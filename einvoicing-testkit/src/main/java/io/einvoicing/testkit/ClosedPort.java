package io.einvoicing.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * A port of 127.0.0.1 at which nobody listens and nobody can start to, until this is closed: connections to it are
 * refused at once. A port that was merely free a moment ago may be given to another test.
 *
 * <p>Thread-safe.
 */
public final class ClosedPort implements AutoCloseable {
    private final Socket held = new Socket();

    /** @throws UncheckedIOException when the machine has no port left */
    public ClosedPort() {
        try {
            held.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the number of the port, 1 to 65,535. */
    public int number() {
        return held.getLocalPort();
    }

    /** Gives the port back to the machine; a second call does nothing. */
    @Override
    public void close() {
        try {
            held.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
