package io.einvoicing.http.notification;

import io.einvoicing.testkit.data.TestCertificate;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server on loopback that answers each command as a test says, so that it can misbehave; GreenMail cannot. */
final class LoopbackSmtp implements AutoCloseable {
    private final ServerSocket server;
    private final Optional<SSLContext> tls;
    private final boolean tlsAtOnce;
    private final Map<String, String> answers = new ConcurrentHashMap<>(Map.of(
            "CONNECT", "220 loopback ESMTP",
            "EHLO", "250 loopback",
            "MAIL", "250 2.1.0 ok",
            "RCPT", "250 2.1.5 ok",
            "DATA", "354 go on",
            ".", "250 2.0.0 queued",
            "STARTTLS", "220 2.0.0 ready",
            "QUIT", "221 2.0.0 bye"));
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    private LoopbackSmtp(Optional<SSLContext> tls, boolean tlsAtOnce) throws IOException {
        this.tls = tls;
        this.tlsAtOnce = tlsAtOnce;
        this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        start(this::accept);
    }

    static LoopbackSmtp plain() throws IOException {
        return new LoopbackSmtp(Optional.empty(), false);
    }

    static LoopbackSmtp withStartTls(TestCertificate certificate) throws IOException, GeneralSecurityException {
        return new LoopbackSmtp(Optional.of(context(certificate)), false)
                .answering("EHLO", "250-loopback\r\n250 STARTTLS");
    }

    static LoopbackSmtp withTls(TestCertificate certificate) throws IOException, GeneralSecurityException {
        return new LoopbackSmtp(Optional.of(context(certificate)), true);
    }

    private static SSLContext context(TestCertificate certificate) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(certificate.pkcs12("password")), "password".toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, "password".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Answers a command, CONNECT or the dot that ends a message so; with the empty text, not at all. */
    LoopbackSmtp answering(String command, String answer) {
        answers.put(command, answer);
        return this;
    }

    int port() {
        return server.getLocalPort();
    }

    int connections() {
        return sockets.size();
    }

    /** Returns all commands, each with whether it came through TLS. */
    List<String> commands() {
        return commands;
    }

    List<String> messages() {
        return messages;
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

    private void serve(Socket plain) {
        try (plain) {
            Socket socket = tlsAtOnce ? secured(plain) : plain;
            BufferedReader in = reader(socket);
            answer(socket, "CONNECT");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                commands.add((socket instanceof SSLSocket ? "TLS " : "") + line);
                String command = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
                answer(socket, command);
                if (command.equals("STARTTLS")) {
                    socket = secured(plain);
                    in = reader(socket);
                } else if (command.equals("DATA")
                        && String.valueOf(answers.get("DATA")).startsWith("354")) {
                    messages.add(message(in));
                    answer(socket, ".");
                }
            }
        } catch (IOException e) {
            commands.add("broken: " + e.getMessage());
        }
    }

    private SSLSocket secured(Socket plain) throws IOException {
        SSLSocket secure = (SSLSocket)
                tls.orElseThrow().getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        return secure;
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String message(BufferedReader in) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
            message.append(line).append('\n');
        }
        return message.toString();
    }

    private void answer(Socket socket, String command) throws IOException {
        String answer = answers.getOrDefault(command, "500 5.5.1 unknown");
        if (!answer.isEmpty()) {
            OutputStream out = socket.getOutputStream();
            out.write((answer + "\r\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "loopback-smtp");
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
