package io.einvoicing.benchmarks.soak;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A tax authority on loopback, over TLS, that remembers every request and misbehaves in every way. It honors idempotency keys: a
 * repetition under the same key gets the original's answer, or is called a duplicate with the original's receipt. A document that comes
 * under a second key is taken a second time, as careless authorities do: the record shows it. Thread-safe.
 */
final class Authority implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("<Number>([^<]+)</Number>");
    private static final Pattern LENGTH = Pattern.compile("(?i)content-length: *([0-9]+)");
    private static final Pattern KEY = Pattern.compile("(?i)idempotency-key: *([^\r\n]+)");
    private static final int HUGE = 100_000_000;

    /** How a request goes wrong. */
    enum Misbehaviour {
        /** Takes the request and decides nothing. */
        TIMEOUT_BEFORE,
        /** Decides and does not answer. */
        TIMEOUT_AFTER,
        RESET_BEFORE,
        RESET_AFTER,
        /** Decides long after the caller has given up; until then it does not know of the request. */
        DECIDES_LATE,
        /** Decides at once and answers after the caller has given up. */
        ANSWERS_LATE,
        HALF_BODY,
        GARBAGE,
        HUGE_BODY,
        SERVER_ERROR,
        THROTTLES
    }

    /** What is wrong with all requests for a while. */
    enum Trouble {
        NONE,
        /** Connections are refused or reset. */
        DOWN,
        WRONG_CERTIFICATE,
        THROTTLING
    }

    private final SSLContext right;
    private final SSLContext wrong;
    private final Random random;
    private final Duration late;
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(64, Daemons.named("soak-authority"));
    private final ServerSocket server;
    /** What was decided, by idempotency key. */
    private final Map<String, Decision> decisions = new HashMap<>();
    /** The requests about a document, by its number: each key and the SHA-256 of what came under it. */
    private final Map<String, Set<String>> requests = new HashMap<>();

    /** How the first request about a document is to go wrong. */
    private final Map<String, Misbehaviour> planned = new HashMap<>();

    private final Map<String, Integer> faults = new TreeMap<>();
    private int receipts;
    private int arrivals;
    private volatile Trouble trouble = Trouble.NONE;
    private volatile double share;

    private record Decision(String document, String sha256, String receipt) {}

    /** A request as it came. */
    private record Request(String line, String key, byte[] body) {}

    /**
     * @param right shows the certificate that callers trust
     * @param wrong shows another
     * @param late how long a late answer takes: longer than callers wait
     */
    Authority(SSLContext right, SSLContext wrong, Random random, Duration late) throws IOException {
        this.right = right;
        this.wrong = wrong;
        this.random = random;
        this.late = late;
        this.server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        Thread accepting = new Thread(this::accept, "soak-authority-accept");
        accepting.setDaemon(true);
        accepting.start();
    }

    URI documents() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort() + "/documents");
    }

    String statusTemplate() {
        return "https://127.0.0.1:" + server.getLocalPort() + "/status/{key}";
    }

    /** Sets which share of the requests goes wrong, 0 to 1. */
    void misbehave(double shareOfRequests) {
        share = shareOfRequests;
    }

    /** Lets the first request about a document go wrong. */
    synchronized void misbehaveOnce(String document, Misbehaviour misbehaviour) {
        planned.put(document, misbehaviour);
    }

    void trouble(Trouble now) {
        trouble = now;
    }

    /** Returns how often requests went wrong, by kind. */
    synchronized Map<String, Integer> faults() {
        return new TreeMap<>(faults);
    }

    synchronized int arrivals() {
        return arrivals;
    }

    /** Returns every document that came, with the keys and contents under which it did. */
    synchronized Map<String, Set<String>> requests() {
        Map<String, Set<String>> copy = new HashMap<>();
        requests.forEach((document, seen) -> copy.put(document, Set.copyOf(seen)));
        return copy;
    }

    /** Returns the receipts by document. */
    synchronized Map<String, Set<String>> receipts() {
        Map<String, Set<String>> given = new HashMap<>();
        decisions
                .values()
                .forEach(decision -> given.computeIfAbsent(decision.document(), each -> new LinkedHashSet<>())
                        .add(decision.receipt()));
        return given;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                threads.execute(() -> serve(socket));
            } catch (IOException e) {
                if (!server.isClosed()) {
                    System.err.println("the authority does not accept: " + e);
                }
            }
        }
    }

    private void serve(Socket plain) {
        try {
            Trouble now = trouble;
            if (now == Trouble.DOWN) {
                count("web service down");
                reset(plain);
                return;
            }
            if (now == Trouble.WRONG_CERTIFICATE) {
                count("wrong certificate");
            }
            plain.setSoTimeout(30_000);
            SSLContext context = now == Trouble.WRONG_CERTIFICATE ? wrong : right;
            SSLSocket socket =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
            socket.setUseClientMode(false);
            Request request = read(socket.getInputStream());
            if (request.line().startsWith("POST ")) {
                take(request, socket, plain);
            } else {
                tellStatus(request, socket);
            }
        } catch (IOException broken) {
            close(plain); // The caller went away, was killed, or does not trust us.
        }
    }

    private static Request read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int end = 0;
        while (end < 4) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
            end = next == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : next == '\r' ? 1 : 0;
        }
        String text = head.toString(StandardCharsets.ISO_8859_1);
        Matcher length = LENGTH.matcher(text);
        byte[] body = length.find() ? in.readNBytes(Integer.parseInt(length.group(1))) : new byte[0];
        if (length.reset().find() && body.length < Integer.parseInt(length.group(1))) {
            throw new EOFException();
        }
        Matcher key = KEY.matcher(text);
        return new Request(
                text.lines().findFirst().orElse(""), key.find() ? key.group(1).strip() : "", body);
    }

    private void take(Request request, SSLSocket socket, Socket plain) throws IOException {
        Matcher number = NUMBER.matcher(new String(request.body(), StandardCharsets.UTF_8));
        if (!number.find() || request.key().isEmpty()) {
            answer(socket, 400, "{\"status\":\"REJECTED\",\"messages\":[]}");
            return;
        }
        String document = number.group(1);
        String sha256 = sha256(request.body());
        Optional<Misbehaviour> misbehaviour = arrive(document, request.key(), sha256);
        if (misbehaviour.isEmpty()) {
            answer(socket, 200, decide(document, request.key(), sha256));
            return;
        }
        switch (misbehaviour.get()) {
            case TIMEOUT_BEFORE -> closeLater(plain);
            case TIMEOUT_AFTER -> {
                decide(document, request.key(), sha256);
                closeLater(plain);
            }
            case RESET_BEFORE -> reset(plain);
            case RESET_AFTER -> {
                decide(document, request.key(), sha256);
                reset(plain);
            }
            case DECIDES_LATE -> {
                threads.schedule(() -> decide(document, request.key(), sha256), late.toMillis(), TimeUnit.MILLISECONDS);
                closeLater(plain);
            }
            case ANSWERS_LATE -> {
                String decision = decide(document, request.key(), sha256);
                threads.schedule(() -> answerLate(socket, decision), late.toMillis(), TimeUnit.MILLISECONDS);
            }
            case HALF_BODY -> {
                String decision = decide(document, request.key(), sha256);
                write(socket, 200, decision.length(), decision.substring(0, decision.length() / 2));
                socket.close();
            }
            case GARBAGE -> {
                decide(document, request.key(), sha256);
                answer(socket, 200, "\u0000\u0001<html>}{ this is no answer");
            }
            case HUGE_BODY -> {
                decide(document, request.key(), sha256);
                writeHuge(socket);
            }
            case SERVER_ERROR -> answer(socket, 503, "<html>try again later</html>");
            case THROTTLES -> throttle(socket);
        }
    }

    private synchronized Optional<Misbehaviour> arrive(String document, String key, String sha256) {
        arrivals++;
        requests.computeIfAbsent(document, each -> new LinkedHashSet<>()).add(key + " " + sha256);
        Misbehaviour first = planned.remove(document);
        Optional<Misbehaviour> misbehaviour = first != null
                ? Optional.of(first)
                : trouble == Trouble.THROTTLING
                        ? Optional.of(Misbehaviour.THROTTLES)
                        : random.nextDouble() < share
                                ? Optional.of(Misbehaviour.values()[random.nextInt(Misbehaviour.values().length)])
                                : Optional.empty();
        misbehaviour.ifPresent(each -> count("web service " + each));
        return misbehaviour;
    }

    private synchronized void count(String fault) {
        faults.merge(fault, 1, Integer::sum);
    }

    /** Decides about the document unless that was done, and returns what to answer. */
    private synchronized String decide(String document, String key, String sha256) {
        Decision known = decisions.get(key);
        if (known == null) {
            Decision made = new Decision(document, sha256, "R-" + ++receipts);
            decisions.put(key, made);
            return verdict(made);
        }
        if (random.nextBoolean()) {
            count("web service DUPLICATE");
            return "{\"status\":\"DUPLICATE\",\"original\":" + verdict(known) + "}";
        }
        return verdict(known);
    }

    private static String verdict(Decision decision) {
        return "{\"status\":\"ACCEPTED\",\"receipt\":\"" + decision.receipt() + "\"}";
    }

    private void tellStatus(Request request, SSLSocket socket) throws IOException {
        String path = request.line().split(" ")[1];
        String key = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
        Decision known;
        synchronized (this) {
            known = decisions.get(key);
        }
        if (known == null) {
            answer(socket, 404, "{}");
        } else {
            answer(socket, 200, verdict(known));
        }
    }

    private static void throttle(SSLSocket socket) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
        socket.close();
    }

    private static void answer(SSLSocket socket, int status, String body) throws IOException {
        write(socket, status, body.length(), body);
        socket.close();
    }

    private static void write(SSLSocket socket, int status, int length, String body) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(("HTTP/1.1 " + status + " Status\r\nContent-Type: application/json\r\nContent-Length: " + length
                        + "\r\nConnection: close\r\n\r\n" + body)
                .getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    private static void writeHuge(SSLSocket socket) throws IOException {
        byte[] block = new byte[65_536];
        write(socket, 200, HUGE, "");
        for (int sent = 0; sent < HUGE; sent += block.length) {
            socket.getOutputStream().write(block);
        }
        socket.close();
    }

    private static void answerLate(SSLSocket socket, String body) {
        try {
            answer(socket, 200, body);
        } catch (IOException gone) {
            close(socket); // The caller has given up, which is the point of a late answer.
        }
    }

    private void closeLater(Socket socket) {
        threads.schedule(() -> close(socket), 3 * late.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException gone) {
            // It is closed below either way.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            System.err.println("a connection to the authority does not close: " + e);
        }
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }
}
