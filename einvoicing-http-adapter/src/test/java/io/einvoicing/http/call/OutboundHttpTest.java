package io.einvoicing.http.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.http.call.LoopbackServer.Behaviour;
import io.einvoicing.http.call.OutboundResult.Answered;
import io.einvoicing.http.call.OutboundResult.NoAnswer;
import io.einvoicing.http.call.OutboundResult.NotSent;
import io.einvoicing.http.call.internal.TlsIdentities;
import io.einvoicing.testkit.ClosedPort;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OutboundHttpTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final OutboundPolicy LOOPBACK =
            OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8").allowingPlainText("127.0.0.1", "localhost");
    private static final OutboundLimits LIMITS = new OutboundLimits(Duration.ofSeconds(5), 1_000_000, 10, 20);

    @Test
    void givesTheCompleteAnswerWhateverItsStatus() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(422, "no", "X-Reason: because"));
                OutboundHttp http = client()) {
            Answered answer = (Answered) http.exchange(post(server.url("/documents?code=1"), LONG));

            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.body()).isEqualTo(new DocumentContent("text/plain", "no".getBytes(UTF_8)));
            assertThat(answer.header("x-reason")).contains("because");
            assertThat(answer.took()).isPositive();
            LoopbackServer.Request request = server.requests().get(0);
            assertThat(request.firstLine()).isEqualTo("POST /documents?code=1 HTTP/1.1");
            assertThat(request.hasHeader("Host: 127.0.0.1:" + server.port())).isTrue();
            assertThat(request.hasHeader("Content-Type: application/xml")).isTrue();
            assertThat(request.hasHeader("X-Custom: value")).isTrue();
            assertThat(request.body()).isEqualTo("<a/>".getBytes(UTF_8));
        }
    }

    @Test
    void usesAConnectionAgainForTheNextCall() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, "ok"));
                OutboundHttp http = client()) {
            assertThat(http.exchange(post(server.url("/1"), LONG))).isInstanceOf(Answered.class);
            assertThat(http.exchange(post(server.url("/2"), LONG))).isInstanceOf(Answered.class);
            assertThat(server.connections()).isEqualTo(1);
        }
    }

    @Test
    void opensANewConnectionWhenTheServerClosedTheOld() throws Exception {
        Behaviour answerAndClose = (request, out, socket) -> {
            LoopbackServer.write(out, LoopbackServer.response(200, "ok"));
            socket.close();
        };
        try (LoopbackServer server = new LoopbackServer(answerAndClose);
                OutboundHttp http = client()) {
            assertThat(http.exchange(post(server.url("/1"), LONG))).isInstanceOf(Answered.class);
            server.clientClosed().get(10, SECONDS);
            assertThat(http.exchange(post(server.url("/2"), LONG))).isInstanceOf(Answered.class);
            assertThat(server.requests()).hasSize(2);
        }
    }

    @Test
    void doesNotFollowRedirects() throws Exception {
        try (LoopbackServer target = new LoopbackServer(LoopbackServer.answering(200, "ok"));
                LoopbackServer server =
                        new LoopbackServer(LoopbackServer.answering(307, "", "Location: " + target.url("/elsewhere")));
                OutboundHttp http = client()) {
            Answered answer = (Answered) http.exchange(post(server.url("/"), LONG));
            assertThat(answer.status()).isEqualTo(307);
            assertThat(target.requests()).isEmpty();
        }
    }

    @Test
    void sendsNothingWhenTheConnectionIsRefused() throws Exception {
        try (ClosedPort closed = new ClosedPort();
                OutboundHttp http = client()) {
            assertThat(http.exchange(post(URI.create("http://127.0.0.1:" + closed.number() + "/"), LONG)))
                    .isInstanceOfSatisfying(
                            NotSent.class, result -> assertThat(result.reason()).contains("refused"));
        }
    }

    @Test
    void sendsNothingToAnUnknownHostAndSaysSoEveryTime() {
        OutboundPolicy policy = LOOPBACK.allowingPlainText("no-such-host.invalid");
        try (OutboundHttp http = new OutboundHttp(policy)) {
            for (int time = 1; time <= 2; time++) {
                assertThat(http.exchange(post(URI.create("http://no-such-host.invalid/"), LONG)))
                        .isInstanceOfSatisfying(
                                NotSent.class,
                                result -> assertThat(result.reason())
                                        .isEqualTo("the host name \"no-such-host.invalid\" is not known"));
            }
        }
    }

    @Test
    void refusesAPrivateAddressThatTheUrlNames() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, "ok"));
                OutboundHttp http = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS.allowingPlainText("127.0.0.1"))) {
            assertThat(http.exchange(post(server.url("/"), LONG)))
                    .isInstanceOfSatisfying(
                            NotSent.class, result -> assertThat(result.reason()).contains("is not a public address"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void refusesAHostThatResolvesToAPrivateAddress() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, "ok"));
                OutboundHttp http = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS.allowingPlainText("localhost"))) {
            assertThat(http.exchange(post(URI.create("http://localhost:" + server.port() + "/"), LONG)))
                    .isInstanceOfSatisfying(
                            NotSent.class,
                            result -> assertThat(result.reason())
                                    .contains("localhost leads to")
                                    .contains("is not a public address"));
            assertThat(server.connections()).isZero();
        }
    }

    @Test
    void refusesAPrivateAddressInAnOldSpelling() throws Exception {
        for (String host : List.of("127.1", "2130706433", "0x7f000001")) {
            try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, "ok"));
                    OutboundHttp http = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS.allowingPlainText(host))) {
                assertThat(http.exchange(post(URI.create("http://" + host + ":" + server.port() + "/"), LONG)))
                        .as(host)
                        .isInstanceOf(NotSent.class);
                assertThat(server.connections()).isZero();
            }
        }
    }

    @Test
    void reachesAPrivateHostThatIsConfiguredByName() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, "ok"));
                OutboundHttp http = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS
                        .allowingPrivate("localhost:" + server.port())
                        .allowingPlainText("localhost"))) {
            assertThat(http.exchange(post(URI.create("http://localhost:" + server.port() + "/"), LONG)))
                    .isInstanceOf(Answered.class);
            assertThat(server.requests().get(0).hasHeader("Host: localhost:" + server.port()))
                    .isTrue();
        }
    }

    @Test
    void sendsNothingWhenTheServerNeverFinishesTheTlsHandshake() throws Exception {
        Behaviour unreachable = LoopbackServer.answering(200, "ok");
        try (LoopbackServer server = new LoopbackServer(unreachable);
                OutboundHttp http = client()) {
            URI url = URI.create("https://127.0.0.1:" + server.port() + "/");
            assertThat(http.exchange(post(url, SHORT))).isInstanceOf(NotSent.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void sendsNothingToAServerWithAnUntrustedCertificate() throws Exception {
        TestCertificate certificate =
                TestCertificates.aCertificate().hostAddress("127.0.0.1").build();
        try (LoopbackServer server = tlsServer(certificate);
                OutboundHttp http = client()) {
            assertThat(http.exchange(post(server.url("/"), LONG)))
                    .isInstanceOfSatisfying(
                            NotSent.class, result -> assertThat(result.reason()).contains("PKIX"));
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void sendsNothingToAServerWithAnotherHostsCertificate() throws Exception {
        TestCertificate certificate =
                TestCertificates.aCertificate().hostAddress("127.0.0.2").build();
        try (LoopbackServer server = tlsServer(certificate);
                OutboundHttp http = new OutboundHttp(LOOPBACK, LIMITS, trusting(certificate))) {
            assertThat(http.exchange(post(server.url("/"), LONG))).isInstanceOf(NotSent.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void callsAServerWhoseCertificateIsTrustedAndBearsItsName() throws Exception {
        TestCertificate certificate =
                TestCertificates.aCertificate().hostAddress("127.0.0.1").build();
        try (LoopbackServer server = tlsServer(certificate);
                OutboundHttp http = new OutboundHttp(LOOPBACK, LIMITS, trusting(certificate))) {
            assertThat(http.exchange(post(server.url("/"), LONG))).isInstanceOf(Answered.class);
        }
    }

    @Test
    void sendsNothingToAServerThatOnlySpeaksOldTls() throws Exception {
        TestCertificate certificate =
                TestCertificates.aCertificate().hostAddress("127.0.0.1").build();
        try (LoopbackServer server = tlsServer(certificate, "TLSv1.1");
                OutboundHttp http = new OutboundHttp(LOOPBACK, LIMITS, trusting(certificate))) {
            assertThat(http.exchange(post(server.url("/"), LONG))).isInstanceOf(NotSent.class);
        }
    }

    @Test
    void endsACallThatIsNeverAnswered() throws Exception {
        try (LoopbackServer server =
                        new LoopbackServer((request, out, socket) -> LoopbackServer.untilClientCloses(socket));
                OutboundHttp http = client()) {
            assertThat(http.exchange(post(server.url("/"), SHORT))).isInstanceOf(NoAnswer.class);
            assertThat(server.clientClosed().get(10, SECONDS)).isNotEmpty();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void endsAnAnswerThatOnlyDrips() throws Exception {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Behaviour drip = (request, out, socket) -> {
            LoopbackServer.write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
            timer.scheduleAtFixedRate(
                    () -> {
                        try {
                            LoopbackServer.write(out, "x");
                        } catch (IOException e) {
                            throw new IllegalStateException("the client went away", e);
                        }
                    },
                    0,
                    20,
                    TimeUnit.MILLISECONDS);
            LoopbackServer.untilClientCloses(socket);
        };
        try (LoopbackServer server = new LoopbackServer(drip);
                OutboundHttp http = client()) {
            long startedAt = System.nanoTime();
            assertThat(http.exchange(post(server.url("/"), SHORT))).isInstanceOf(NoAnswer.class);
            assertThat(Duration.ofNanos(System.nanoTime() - startedAt)).isBetween(SHORT, Duration.ofSeconds(20));
            assertThat(server.clientClosed().get(10, SECONDS)).isNotEmpty();
        } finally {
            timer.shutdownNow();
        }
    }

    @Test
    void knowsThatAResetAfterSendingIsNoRefusal() throws Exception {
        Behaviour reset = (request, out, socket) -> {
            socket.setSoLinger(true, 0);
            socket.close();
        };
        try (LoopbackServer server = new LoopbackServer(reset);
                OutboundHttp http = client()) {
            assertThat(http.exchange(post(server.url("/"), LONG))).isInstanceOf(NoAnswer.class);
            assertThat(server.requests()).as("never repeated by itself").hasSize(1);
        }
    }

    @Test
    void knowsThatACloseWithoutAnAnswerIsNoRefusal() throws Exception {
        try (LoopbackServer server = new LoopbackServer((request, out, socket) -> socket.close());
                OutboundHttp http = client()) {
            assertThat(http.exchange(post(server.url("/"), LONG))).isInstanceOf(NoAnswer.class);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void takesHalfABodyForNoAnswer() throws Exception {
        for (String head : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nACCEPTED",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n64\r\nACCEPTED")) {
            Behaviour half = (request, out, socket) -> {
                LoopbackServer.write(out, head);
                socket.close();
            };
            try (LoopbackServer server = new LoopbackServer(half);
                    OutboundHttp http = client()) {
                assertThat(http.exchange(post(server.url("/"), LONG)))
                        .isInstanceOfSatisfying(
                                NoAnswer.class,
                                result -> assertThat(result.reason()).contains("status 200 broke off"));
            }
        }
    }

    @Test
    void doesNotRepeatGarbageInItsReason() throws Exception {
        for (String garbage : List.of(
                "confidential text\r\n\r\n",
                "HTTP/1.1 200 OK\r\nconfidential\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nconfidential\r\n",
                "HTTP/9.9 confidential\r\n\r\n")) {
            Behaviour answer = (request, out, socket) -> {
                LoopbackServer.write(out, garbage);
                socket.close();
            };
            try (LoopbackServer server = new LoopbackServer(answer);
                    OutboundHttp http = client()) {
                assertThat(http.exchange(post(server.url("/"), LONG)))
                        .as(garbage)
                        .isInstanceOfSatisfying(
                                NoAnswer.class,
                                result -> assertThat(result.reason()).doesNotContain("confidential"));
            }
        }
    }

    @Test
    void stopsReadingAnAnswerThatIsTooLarge() throws Exception {
        byte[] block = new byte[1_000_000];
        for (String head : List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")) {
            Behaviour large = (request, out, socket) -> {
                LoopbackServer.write(out, head);
                for (int i = 0; i < 100; i++) {
                    out.write(block);
                }
                socket.close();
            };
            try (LoopbackServer server = new LoopbackServer(large);
                    OutboundHttp http = client()) {
                assertThat(http.exchange(post(server.url("/"), LONG)))
                        .isInstanceOfSatisfying(
                                NoAnswer.class,
                                result -> assertThat(result.reason()).contains("more than 1000000 bytes"));
                assertThat(server.clientClosed().get(10, SECONDS))
                        .as("the server could not send it all")
                        .containsAnyOf("reset", "Broken pipe");
            }
        }
    }

    @Test
    void acceptsAnAnswerOfExactlyTheLargestSize() throws Exception {
        try (LoopbackServer server = new LoopbackServer(LoopbackServer.answering(200, "x".repeat(1_000_000)));
                OutboundHttp http = client()) {
            assertThat(http.exchange(post(server.url("/"), LONG))).isInstanceOf(Answered.class);
        }
    }

    @Test
    void stopsReadingHeadersWithoutEnd() throws Exception {
        Behaviour headers = (request, out, socket) -> {
            LoopbackServer.write(out, "HTTP/1.1 200 OK\r\n");
            while (true) {
                LoopbackServer.write(out, "X-Filler: filler\r\n");
            }
        };
        try (LoopbackServer server = new LoopbackServer(headers);
                OutboundHttp http = client()) {
            assertThat(http.exchange(post(server.url("/"), LONG)))
                    .isInstanceOf(NoAnswer.class)
                    .isNotEqualTo(new NoAnswer("not finished within 30000 ms"));
        }
    }

    @Test
    void sendsNothingWhenNoConnectionGetsFreeInTime() throws Exception {
        OutboundLimits one = new OutboundLimits(Duration.ofSeconds(5), 1_000, 1, 1);
        try (LoopbackServer server =
                        new LoopbackServer((request, out, socket) -> LoopbackServer.untilClientCloses(socket));
                OutboundHttp http = new OutboundHttp(LOOPBACK, one, TlsIdentities.systemTrust())) {
            Thread holder = new Thread(() -> http.exchange(post(server.url("/first"), LONG)));
            holder.start();
            while (server.requests().isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(http.exchange(post(server.url("/second"), SHORT))).isInstanceOf(NotSent.class);
            holder.interrupt();
            holder.join();
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void showsNeitherHeadersNorQueryOfARequest() {
        OutboundRequest request = new OutboundRequest(
                "POST",
                URI.create("https://authority.example/path?code=secret"),
                Map.of("Authorization", "Bearer secret"),
                Optional.empty(),
                LONG);
        assertThat(request).hasToString("POST https://authority.example/path");
    }

    private static OutboundHttp client() {
        return new OutboundHttp(LOOPBACK, LIMITS, TlsIdentities.systemTrust());
    }

    private static OutboundRequest post(URI url, Duration timeout) {
        return new OutboundRequest(
                "POST",
                url,
                Map.of("X-Custom", "value"),
                Optional.of(new DocumentContent("application/xml", "<a/>".getBytes(UTF_8))),
                timeout);
    }

    private static LoopbackServer tlsServer(TestCertificate certificate, String... protocols)
            throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(new ByteArrayInputStream(certificate.pkcs12("password")), "password".toCharArray());
        keys.init(store, "password".toCharArray());
        context.init(keys.getKeyManagers(), null, null);
        ServerSocketFactory factory = context.getServerSocketFactory();
        return new LoopbackServer(
                "https",
                protocols.length == 0 ? factory : new OldTls(factory, protocols),
                LoopbackServer.answering(200, "ok"));
    }

    private static X509TrustManager trusting(TestCertificate certificate) throws GeneralSecurityException, IOException {
        return LoopbackTls.trusting(certificate.certificate());
    }

    private static final class OldTls extends ServerSocketFactory {
        private final ServerSocketFactory factory;
        private final String[] protocols;

        OldTls(ServerSocketFactory factory, String[] protocols) {
            this.factory = factory;
            this.protocols = protocols;
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog, InetAddress address) throws IOException {
            SSLServerSocket socket = (SSLServerSocket) factory.createServerSocket(port, backlog, address);
            socket.setEnabledProtocols(protocols);
            return socket;
        }

        @Override
        public ServerSocket createServerSocket(int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerSocket createServerSocket(int port, int backlog) {
            throw new UnsupportedOperationException();
        }
    }
}
