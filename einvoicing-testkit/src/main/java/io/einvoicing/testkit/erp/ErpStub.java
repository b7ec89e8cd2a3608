package io.einvoicing.testkit.erp;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * An ERP instance that speaks the protocol of docs/connected-applications.md over HTTPS on loopback, with the token endpoint of its
 * directory. It keeps setups as the bytes that were sent. Thread-safe.
 */
public final class ErpStub implements AutoCloseable {
    /** The directory that knows the client. */
    public static final String DIRECTORY = "contoso.onmicrosoft.example";

    /** The client that may read and write setups. */
    public static final String CLIENT = "3b1f9f1e-5a53-4b8a-9f0e-6f2d0d1a7c11";

    private static final String AUTHORITY = "/authority/";
    private static final String ERP = "/erp";
    private static final String SETUPS = ERP + "/einvoicing/application-setups";

    private record Stored(String json, int version) {
        String tag() {
            return "\"" + version + "\"";
        }
    }

    private record Answer(int status, String body) {}

    private final Map<String, Stored> setups = new ConcurrentHashMap<>();
    private final Map<String, Answer> writeAnswers = new ConcurrentHashMap<>();
    private final Set<String> tokens = ConcurrentHashMap.newKeySet();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpsServer server;
    private final X509TrustManager clientTrust;
    private volatile String secret = "the client's secret: +/&=%ü";
    private volatile int tokenLifetime = 3_600;
    private volatile @Nullable Answer tokenAnswer;
    private volatile @Nullable Answer erpAnswer;

    /** Made once for each JVM: a key takes its time. */
    private static final class SharedCertificate {
        private static final TestCertificate CERTIFICATE = TestCertificates.aCertificate()
                .subject("CN=ERP protocol stub")
                .hostAddress("127.0.0.1")
                .build();
    }

    private ErpStub() throws IOException, GeneralSecurityException {
        clientTrust = trusting(SharedCertificate.CERTIFICATE);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(showing(SharedCertificate.CERTIFICATE)));
        server.setExecutor(executor);
        server.createContext("/", this::handle);
    }

    /** Starts a stub on a free port. */
    public static ErpStub start() {
        try {
            ErpStub stub = new ErpStub();
            stub.server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot set up TLS", e);
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Returns the instance's address. */
    public URI url() {
        return URI.create("https://127.0.0.1:" + port() + ERP);
    }

    /** Returns the address of the token endpoint, with {@code {tenant}} for the directory. */
    public String tokenEndpoint() {
        return "https://127.0.0.1:" + port() + AUTHORITY + "{tenant}/token";
    }

    /** Returns what a client needs to trust the stub's self-signed certificate. */
    public X509TrustManager clientTrust() {
        return clientTrust;
    }

    /** Returns the client's secret. */
    public String secret() {
        return secret;
    }

    /** Gives the client another secret; the former is refused from now on. */
    public void rotateSecret(String value) {
        secret = value;
    }

    /** Sets for how many seconds the next tokens are said to be valid. */
    public void tokensLive(int seconds) {
        tokenLifetime = seconds;
    }

    /** Refuses every token that was given so far. */
    public void revokeTokens() {
        tokens.clear();
    }

    /** Makes the token endpoint answer this until {@link #recover}. */
    public void answerTokensWith(int status, String body) {
        tokenAnswer = new Answer(status, body);
    }

    /** Makes the instance answer this to every request until {@link #recover}. */
    public void answerWith(int status, String body) {
        erpAnswer = new Answer(status, body);
    }

    /** Makes the instance answer this to writing one setup until {@link #recover}. */
    public void answerWriteOf(String table, String context, int status, String body) {
        writeAnswers.put(table + "/" + context, new Answer(status, body));
    }

    /** Ends all faults. */
    public void recover() {
        tokenAnswer = null;
        erpAnswer = null;
        writeAnswers.clear();
    }

    /** Sets a setup as an administrator of the ERP does. */
    public void put(String table, String context, String json) {
        setups.merge(
                table + "/" + context, new Stored(json, 1), (before, first) -> new Stored(json, before.version() + 1));
    }

    /** Returns a setup's JSON as it is in the ERP. */
    public Optional<String> stored(String table, String context) {
        return Optional.ofNullable(setups.get(table + "/" + context)).map(Stored::json);
    }

    /** Returns the requests so far, each as method and decoded path. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        requests.add(exchange.getRequestMethod() + " " + path);
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        if (path.startsWith(AUTHORITY)) {
            token(exchange, path.substring(AUTHORITY.length()), body);
        } else {
            erp(exchange, path, body);
        }
    }

    private void token(HttpExchange exchange, String path, String body) throws IOException {
        Answer told = tokenAnswer;
        if (told != null) {
            send(exchange, told.status(), told.body());
            return;
        }
        Map<String, String> form = new HashMap<>();
        for (String field : body.split("&")) {
            String[] parts = field.split("=", 2);
            form.put(parts[0], URLDecoder.decode(parts.length > 1 ? parts[1] : "", UTF_8));
        }
        if (!path.equals(DIRECTORY + "/token")) {
            send(exchange, 400, refusal("invalid_request", 90002));
        } else if (!exchange.getRequestMethod().equals("POST")
                || !"client_credentials".equals(form.get("grant_type"))) {
            send(exchange, 400, refusal("unsupported_grant_type", 70003));
        } else if (!(url() + "/.default").equals(form.get("scope"))) {
            send(exchange, 400, refusal("invalid_resource", 500011));
        } else if (!CLIENT.equals(form.get("client_id"))) {
            send(exchange, 400, refusal("unauthorized_client", 700016));
        } else if (!secret.equals(form.get("client_secret"))) {
            send(exchange, 401, refusal("invalid_client", 7000215));
        } else {
            String token = "token-" + requests.size();
            tokens.add(token);
            send(
                    exchange,
                    200,
                    "{\"token_type\": \"Bearer\", \"expires_in\": " + tokenLifetime + ", \"access_token\": \"" + token
                            + "\"}");
        }
    }

    private static String refusal(String error, int code) {
        return "{\"error\": \"" + error + "\", \"error_description\": \"AADSTS" + code
                + ": told by the stub\", \"error_codes\": [" + code + "]}";
    }

    private void erp(HttpExchange exchange, String path, String body) throws IOException {
        String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
        Answer told = erpAnswer;
        if (told != null) {
            send(exchange, told.status(), told.body());
        } else if (!authorization.startsWith("Bearer ")
                || !new HashSet<>(tokens).contains(authorization.substring("Bearer ".length()))) {
            send(exchange, 401, "{}");
        } else if (path.equals(SETUPS)) {
            send(exchange, 200, "{\"items\": []}");
        } else if (path.startsWith(SETUPS + "/")) {
            setup(exchange, path.substring(SETUPS.length() + 1), body);
        } else {
            send(exchange, 404, "<html>not here</html>");
        }
    }

    private synchronized void setup(HttpExchange exchange, String key, String body) throws IOException {
        Stored stored = setups.get(key);
        if (exchange.getRequestMethod().equals("GET")) {
            if (stored == null) {
                send(exchange, 404, "{\"error\": \"setup-not-found\"}");
            } else {
                exchange.getResponseHeaders().add("ETag", stored.tag());
                send(exchange, 200, stored.json());
            }
            return;
        }
        Answer told = writeAnswers.get(key);
        if (told != null) {
            send(exchange, told.status(), told.body());
            return;
        }
        String ifMatch = exchange.getRequestHeaders().getFirst("If-Match");
        boolean mustBeNew = "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
        boolean fits = stored == null ? mustBeNew : !mustBeNew && stored.tag().equals(ifMatch);
        if (!fits) {
            send(exchange, 412, "{\"error\": \"changed\"}");
            return;
        }
        Stored next = new Stored(body, stored == null ? 1 : stored.version() + 1);
        setups.put(key, next);
        exchange.getResponseHeaders().add("ETag", next.tag());
        send(exchange, stored == null ? 201 : 200, body);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static SSLContext showing(TestCertificate certificate) throws IOException, GeneralSecurityException {
        KeyStore keyStore = KeyStore.getInstance("PKCS12");
        keyStore.load(new ByteArrayInputStream(certificate.pkcs12("stub")), "stub".toCharArray());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(keyStore, "stub".toCharArray());
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(keys.getKeyManagers(), null, null);
        return tls;
    }

    private static X509TrustManager trusting(TestCertificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("stub", certificate.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        return (X509TrustManager) trust.getTrustManagers()[0];
    }
}
