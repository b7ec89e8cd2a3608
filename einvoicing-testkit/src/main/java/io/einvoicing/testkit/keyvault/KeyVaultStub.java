package io.einvoicing.testkit.keyvault;

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
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A protocol stub of one Azure Key Vault on loopback, over HTTPS: no emulator, it speaks the documented REST protocol as far
 * as reading and listing secrets and certificates with their versions and signing with RSA keys need it. Thread-safe.
 *
 * <p>A request without the token that {@link #token()} returns gets the documented challenge. It can be told to refuse, to
 * throttle, to answer nonsense or nothing.
 *
 * @see <a href="https://learn.microsoft.com/en-us/rest/api/keyvault/">Source: Azure Key Vault REST API reference</a>
 * @see <a href="https://learn.microsoft.com/en-us/azure/key-vault/general/authentication-requests-and-responses">
 *     Source: Authentication, requests and responses</a>
 */
public final class KeyVaultStub implements AutoCloseable {
    private static final String TOKEN = "token-that-the-stub-accepts";

    private final StubObjects objects = new StubObjects();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final Deque<Fault> nextAnswers = new ConcurrentLinkedDeque<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final HttpsServer server;
    private final SSLContext clientTls;
    private volatile @Nullable Fault fault;

    /** What the stub does instead of answering. */
    private interface Fault {
        void answer(HttpExchange exchange) throws IOException, InterruptedException;
    }

    /** Made once for each JVM: a key takes its time. */
    private static final class SharedCertificate {
        private static final TestCertificate CERTIFICATE = TestCertificates.aCertificate()
                .subject("CN=Key Vault protocol stub")
                .hostAddress("127.0.0.1")
                .build();
    }

    private KeyVaultStub() throws IOException, GeneralSecurityException {
        clientTls = trusting(SharedCertificate.CERTIFICATE);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(showing(SharedCertificate.CERTIFICATE)));
        server.setExecutor(executor);
        server.createContext("/", this::handle);
    }

    /** Starts a stub on a free port. */
    public static KeyVaultStub start() {
        try {
            KeyVaultStub stub = new KeyVaultStub();
            stub.server.start();
            return stub;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot set up TLS", e);
        }
    }

    /** Returns the vault's address. */
    public URI address() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Returns what a client needs to trust the stub's self-signed certificate. */
    public SSLContext clientTls() {
        return clientTls;
    }

    /** Returns the bearer token that the stub accepts. */
    public String token() {
        return TOKEN;
    }

    /** Returns the requests so far, each as method and path, with {@code " without token"} behind those that were challenged. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Puts a secret or its next version. */
    public void putSecret(String name, String value) {
        objects.putSecret(name, value, null, null);
    }

    /** Puts a secret or its next version that expires; Key Vault serves it afterwards too, as its documentation says. */
    public void putSecret(String name, String value, Instant expires) {
        objects.putSecret(name, value, null, expires);
    }

    /** Puts a secret or its next version as if it had been made at that instant. */
    public void putSecretMadeAt(String name, String value, Instant created) {
        objects.putSecret(name, value, created, null);
    }

    /** Refuses to list secrets and certificates. */
    public void denyList() {
        objects.deny("secrets", "");
        objects.deny("certificates", "");
    }

    /** Puts a certificate, or its next version, whose key can be exported: a secret of that name holds the PKCS#12 file. */
    public void putCertificate(String name, TestCertificate certificate) {
        objects.putPkcs12Certificate(name, certificate);
    }

    /** Puts a certificate, or its next version, whose key can be exported: a secret of that name holds the PEM file. */
    public void putPemCertificate(String name, TestCertificate certificate) {
        objects.putPemCertificate(name, certificate);
    }

    /** Puts a certificate, or its next version, whose private key never leaves the vault. */
    public void putCertificateWithKeyInVault(String name, TestCertificate certificate) {
        objects.putCertificateWithKeyInVault(name, certificate);
    }

    /** Disables the current version of what bears the name. */
    public void disable(String name) {
        objects.disable(name);
    }

    /** Refuses every access to what bears the name. */
    public void denyAccess(String name) {
        objects.deny("secrets", name);
        objects.deny("certificates", name);
        objects.deny("keys", name);
    }

    /** Refuses access to the secret of that name; the certificate and the key of that name stay accessible. */
    public void denySecret(String name) {
        objects.deny("secrets", name);
    }

    /** Refuses the next requests with status 429. */
    public void throttleNext(int requests, Duration retryAfter) {
        answerNext(requests, exchange -> {
            exchange.getResponseHeaders().add("Retry-After", Long.toString(retryAfter.toSeconds()));
            send(exchange, 429, StubObjects.error("Throttled", "Request was not processed because too many requests."));
        });
    }

    /** Answers the next requests with an internal server error. */
    public void failNext(int requests) {
        answerNext(requests, exchange -> send(exchange, 500, StubObjects.error("InternalServerError", "Try again.")));
    }

    /** Answers every request with this status and text until {@link #comeUp}. */
    public void answerNonsense(int status, String body) {
        fault = exchange -> send(exchange, status, body);
    }

    /** Takes every request and answers none until it is closed or {@link #comeUp}; requests already taken stay without answer. */
    public void hang() {
        fault = exchange -> {
            closed.await();
            exchange.close();
        };
    }

    /** Closes every connection without an answer until {@link #comeUp}. */
    public void goDown() {
        fault = HttpExchange::close;
    }

    /** Ends what {@link #goDown}, {@link #hang} or {@link #answerNonsense} began. */
    public void comeUp() {
        fault = null;
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    private void answerNext(int count, Fault answer) {
        for (int i = 0; i < count; i++) {
            nextAnswers.add(answer);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        boolean challenged =
                !("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
        requests.add(exchange.getRequestMethod() + " "
                + exchange.getRequestURI().getPath().replaceAll("/$", "") + (challenged ? " without token" : ""));
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        try {
            Fault current = fault != null ? fault : challenged ? null : nextAnswers.poll();
            if (current != null) {
                current.answer(exchange);
            } else if (challenged) {
                challenge(exchange);
            } else {
                StubObjects.Answer answer =
                        objects.answer(address(), exchange.getRequestMethod(), exchange.getRequestURI(), body);
                send(exchange, answer.status(), answer.json());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void challenge(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders()
                .add(
                        "WWW-Authenticate",
                        "Bearer authorization=\"https://login.microsoftonline.com/72f988bf-0000-0000-0000-2d7cd011db47\","
                                + " resource=\"https://vault.azure.net\"");
        send(exchange, 401, StubObjects.error("Unauthorized", "AKV10000: Request is missing a Bearer or PoP token."));
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
        exchange.getResponseHeaders().add("x-ms-request-id", "stub");
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

    private static SSLContext trusting(TestCertificate certificate) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("stub", certificate.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        return tls;
    }
}
