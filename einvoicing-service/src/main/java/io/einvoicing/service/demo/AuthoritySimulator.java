package io.einvoicing.service.demo;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.einvoicing.xml.XmlParser;
import io.einvoicing.xml.XmlRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Plays a tax authority on loopback, over real HTTP: takes UBL invoices and credit notes and answers as each invoice asks in its
 * buyer reference ({@link SimulatedBehaviour}).
 *
 * <p>It decides once for each value of the header {@code Idempotency-Key}: a repetition gets the original answer. It keeps what it
 * received, so that a test can prove that nothing was sent twice under different keys. Thread-safe.
 */
public final class AuthoritySimulator implements AutoCloseable {
    private static final int MAX_BYTES = 20_000_000;
    private static final int ATTEMPT_ANSWERED = 3;
    private static final String DOCUMENTS = "/documents";
    private static final String CANCELLATIONS = "/cancellations";
    private static final String STATUS = "/status/";

    static {
        // Read once, when the JDK's server is first used: without it each answer on a kept connection waits 40 ms for
        // an acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private final XmlParser parser;
    private final Duration late;
    private final HttpServer server;
    private final JsonMapper json = new JsonMapper();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(16, task -> {
        Thread thread = new Thread(task, "authority-simulator");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Reception> receptions = new ConcurrentHashMap<>();
    private final Set<HttpExchange> unanswered = ConcurrentHashMap.newKeySet();
    private final AtomicInteger receipts = new AtomicInteger();

    /**
     * What came in under one idempotency key.
     *
     * @param key the idempotency key
     * @param document number of the invoice; empty for a cancellation and for what cannot be read
     * @param sha256 digest of the body
     * @param times how often it came
     * @param answer what was decided; empty if nothing was
     */
    public record Reception(String key, String document, String sha256, int times, Optional<Answer> answer) {
        Reception again() {
            return new Reception(key, document, sha256, times + 1, answer);
        }

        Reception decided(Answer decision) {
            return new Reception(key, document, sha256, times, Optional.of(decision));
        }
    }

    /**
     * An answer: its HTTP status, and its JSON.
     *
     * @param httpStatus HTTP status
     * @param body what is sent as JSON
     */
    public record Answer(int httpStatus, Body body) {}

    /**
     * The JSON of an answer.
     *
     * @param status ACCEPTED, REJECTED or DUPLICATE; absent if it is no verdict
     * @param receipt the authority's number for the document
     * @param original for DUPLICATE: what was decided when the document came first
     * @param messages what is reported
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Body(
            @Nullable String status,
            @Nullable String receipt,
            @Nullable Original original,
            List<Message> messages) {}

    /** An earlier decision: its status and receipt. */
    public record Original(String status, String receipt) {}

    /** One message of an answer. */
    public record Message(String code, String severity, String text) {}

    private AuthoritySimulator(XmlParser parser, Duration late) throws IOException {
        this.parser = parser;
        this.late = late;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.setExecutor(threads);
        server.createContext(DOCUMENTS, exchange -> guarded(exchange, "POST", () -> takeDocument(exchange)));
        server.createContext(CANCELLATIONS, exchange -> guarded(exchange, "POST", () -> takeCancellation(exchange)));
        server.createContext(STATUS, exchange -> guarded(exchange, "GET", () -> tellStatus(exchange)));
    }

    /**
     * Starts the simulator on a free port of 127.0.0.1.
     *
     * @param late how long after its decision a late answer comes; longer than the client waits
     */
    public static AuthoritySimulator start(XmlParser parser, Duration late) {
        try {
            AuthoritySimulator simulator = new AuthoritySimulator(parser, late);
            simulator.server.start();
            return simulator;
        } catch (IOException e) {
            throw new UncheckedIOException("the authority simulator finds no port on loopback", e);
        }
    }

    /** Returns where invoices and credit notes go, by POST. */
    public URI documents() {
        return url(DOCUMENTS);
    }

    /** Returns where cancellations go, by POST; every one is accepted. */
    public URI cancellations() {
        return url(CANCELLATIONS);
    }

    /** Returns where to ask what became of a request, by GET; {@code {key}} stands for its idempotency key. */
    public String statusTemplate() {
        return url(STATUS) + "{key}";
    }

    /** Returns what came in, one entry for each idempotency key. */
    public List<Reception> receptions() {
        return List.copyOf(receptions.values());
    }

    /** Returns the idempotency keys under which each invoice came, by its number. */
    public Map<String, Set<String>> keysByDocument() {
        return receptions.values().stream()
                .collect(Collectors.groupingBy(
                        Reception::document, Collectors.mapping(Reception::key, Collectors.toSet())));
    }

    @Override
    public void close() {
        unanswered.forEach(HttpExchange::close);
        server.stop(0);
        threads.shutdownNow();
    }

    private URI url(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    /** Handles one exchange. */
    private interface Handler {
        void handle() throws IOException;
    }

    private void guarded(HttpExchange exchange, String method, Handler handler) throws IOException {
        if (exchange.getRequestMethod().equals(method)) {
            handler.handle();
        } else {
            answer(exchange, fault(405, "HTTP-01", "use " + method));
        }
    }

    private void takeDocument(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BYTES);
        UblHead head = new UblHead();
        Optional<SimulatedBehaviour> behaviour;
        try {
            parser.read(body, head);
            behaviour = head.number().isEmpty() ? Optional.empty() : SimulatedBehaviour.of(head.buyerReference());
        } catch (XmlRefusedException e) {
            behaviour = Optional.empty();
        }
        take(exchange, body, head.number(), behaviour);
    }

    private void takeCancellation(HttpExchange exchange) throws IOException {
        take(exchange, exchange.getRequestBody().readNBytes(MAX_BYTES), "", Optional.of(SimulatedBehaviour.ACCEPT));
    }

    private void take(HttpExchange exchange, byte[] body, String document, Optional<SimulatedBehaviour> behaviour)
            throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        if (key == null || key.isBlank()) {
            answer(exchange, fault(400, "KEY-01", "send the header Idempotency-Key"));
            return;
        }
        String sha256 = sha256(body);
        Reception reception = receptions.compute(key, (k, known) -> {
            Reception now = known == null ? new Reception(key, document, sha256, 1, Optional.empty()) : known.again();
            return now.answer().isEmpty() && now.sha256().equals(sha256)
                    ? decide(behaviour, now.times()).map(now::decided).orElse(now)
                    : now;
        });
        if (!reception.sha256().equals(sha256)) {
            answer(exchange, fault(422, "KEY-02", "this Idempotency-Key came with another document before"));
        } else if (reception.answer().isPresent()) {
            Answer answer = reception.answer().get();
            if (behaviour.equals(Optional.of(SimulatedBehaviour.LATE)) && reception.times() == 1) {
                threads.schedule(() -> answerLate(exchange, answer), late.toNanos(), TimeUnit.NANOSECONDS);
            } else {
                answer(exchange, answer);
            }
        } else if (behaviour.equals(Optional.of(SimulatedBehaviour.NEVER))) {
            unanswered.add(exchange);
        } else {
            exchange.close(); // without a response: the connection drops
        }
    }

    /** Returns the decision; empty if the document is left undecided this time. */
    private Optional<Answer> decide(Optional<SimulatedBehaviour> behaviour, int times) {
        if (behaviour.isEmpty()) {
            return Optional.of(rejected("XML-01", "this is no UBL document with a behaviour that is simulated"));
        }
        return switch (behaviour.get()) {
            case ACCEPT, LATE -> Optional.of(accepted());
            case REJECT_SCHEMA ->
                Optional.of(rejected(
                        "cvc-complex-type.2.4.a",
                        "Invalid content was found starting with element 'cbc:BuyerReference'."));
            case THIRD_ATTEMPT -> times < ATTEMPT_ANSWERED ? Optional.empty() : Optional.of(accepted());
            case NEVER, DROP -> Optional.empty();
            case DUPLICATE ->
                Optional.of(new Answer(
                        409, new Body("DUPLICATE", null, new Original("ACCEPTED", nextReceipt()), List.of())));
        };
    }

    private void tellStatus(HttpExchange exchange) throws IOException {
        String key = URLDecoder.decode(
                exchange.getRequestURI().getRawPath().substring(STATUS.length()), StandardCharsets.UTF_8);
        Reception reception = receptions.get(key);
        if (reception != null && reception.answer().isPresent()) {
            answer(exchange, reception.answer().get());
        } else if (unanswered.stream()
                .anyMatch(each -> key.equals(each.getRequestHeaders().getFirst("Idempotency-Key")))) {
            unanswered.add(exchange);
        } else {
            answer(exchange, fault(404, "KEY-03", "nothing was taken under this key"));
        }
    }

    private Answer accepted() {
        return new Answer(200, new Body("ACCEPTED", nextReceipt(), null, List.of()));
    }

    private Answer rejected(String code, String text) {
        return new Answer(400, new Body("REJECTED", nextReceipt(), null, List.of(new Message(code, "ERROR", text))));
    }

    private static Answer fault(int httpStatus, String code, String text) {
        return new Answer(httpStatus, new Body(null, null, null, List.of(new Message(code, "ERROR", text))));
    }

    private String nextReceipt() {
        return "R-%06d".formatted(receipts.incrementAndGet());
    }

    private void answer(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = json.writeValueAsBytes(answer.body());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(answer.httpStatus(), body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void answerLate(HttpExchange exchange, Answer answer) {
        try {
            answer(exchange, answer);
        } catch (IOException e) {
            exchange.close(); // The client has given up waiting, which is the point of a late answer.
        }
    }

    private static String sha256(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
