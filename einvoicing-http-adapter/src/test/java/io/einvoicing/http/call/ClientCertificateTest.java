package io.einvoicing.http.call;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.DataType;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.RetryPolicy;
import io.einvoicing.feature.Variable;
import io.einvoicing.http.call.OutboundResult.Answered;
import io.einvoicing.http.call.OutboundResult.NotSent;
import io.einvoicing.submission.PendingReason;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.memory.InMemoryPipeline;
import io.einvoicing.testkit.memory.InMemoryResponseParser;
import io.einvoicing.vault.CertificateChain;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that require a client certificate; keys sign in their vault and are never at hand. */
@Timeout(60)
class ClientCertificateTest {
    private static final TestCertificate SERVER =
            TestCertificates.aCertificate().hostAddress("127.0.0.1").build();
    private static final TestCertificates.Chain CLIENT = TestCertificates.chain();
    private static final TestCertificate STRANGER =
            TestCertificates.aCertificate().subject("CN=Stranger").build();

    private final OutboundHttp http;

    ClientCertificateTest() throws Exception {
        http = new OutboundHttp(
                OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.0/8"),
                OutboundLimits.DEFAULT,
                LoopbackTls.trusting(SERVER.certificate()));
    }

    @AfterEach
    void closeClient() {
        http.close();
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, TLS 1.2", "TLSv1.3, TLS 1.2", "TLSv1.3, TLS 1.3"})
    void showsTheWholeChainAndSignsWithTheKeyInTheVault(String spoken, String oldest) throws Exception {
        try (LoopbackServer server = server(spoken)) {
            assertThat(http.exchange(
                            get(server, OutboundTls.identifiedBy(CLIENT.end().inVault(), TlsVersion.parse(oldest)))))
                    .isInstanceOf(Answered.class);
        }
    }

    @Test
    void speaksNoOlderTlsThanConfigured() throws Exception {
        try (LoopbackServer server = server("TLSv1.2")) {
            assertThat(http.exchange(
                            get(server, OutboundTls.identifiedBy(CLIENT.end().inVault(), TlsVersion.TLS_1_3))))
                    .isInstanceOf(NotSent.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2", "TLSv1.3"})
    void knowsThatARefusedCertificateMeansThatNothingWasProcessed(String protocol) throws Exception {
        for (OutboundTls tls :
                List.of(OutboundTls.DEFAULT, OutboundTls.identifiedBy(STRANGER.inVault(), TlsVersion.TLS_1_2))) {
            try (LoopbackServer server = server(protocol)) {
                OutboundResult result = http.exchange(get(server, tls));
                // A server that closes before the client read its alert leaves the client in doubt: that is allowed.
                assertThat(result).isNotInstanceOf(Answered.class);
                assertThat(server.requests()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TlsVersion.class)
    void neverUsesAConnectionOfAnotherCertificate(TlsVersion oldest) throws Exception {
        try (LoopbackServer server = server("TLSv1.3")) {
            OutboundTls first = OutboundTls.identifiedBy(CLIENT.end().inVault(), oldest);
            OutboundTls sameCertificateAnotherKey =
                    OutboundTls.identifiedBy(CLIENT.end().inVault(), oldest);
            assertThat(http.exchange(get(server, first))).isInstanceOf(Answered.class);
            assertThat(http.exchange(get(server, first))).isInstanceOf(Answered.class);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(http.exchange(get(server, sameCertificateAnotherKey))).isInstanceOf(Answered.class);
            assertThat(server.connections()).isEqualTo(2);
            assertThat(http.exchange(get(server, OutboundTls.DEFAULT))).isNotInstanceOf(Answered.class);
            assertThat(server.connections()).isEqualTo(3);
        }
    }

    @Test
    void refusesACertificateWithoutItsKey() {
        assertThatThrownBy(() -> OutboundTls.identifiedBy(CLIENT.end().inVaultWithoutKey(), TlsVersion.TLS_1_2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("CN=Test Signer")
                .hasMessageContaining("no private key");
    }

    @Test
    void aFlowCallsWithTheChainOfTheEnvironmentAndValuesFromTheClient() throws Exception {
        try (LoopbackServer server = server("TLSv1.3")) {
            InMemoryPipeline pipeline = pipeline(server);
            Submission submission =
                    pipeline.run(pipeline.submit(document(), Map.of("Branch", "North & South", "Session", "s-1")));

            assertThat(submission.failure()).isEmpty();
            assertThat(submission.status()).isEqualTo(SubmissionStatus.COMPLETED);
            LoopbackServer.Request request = server.requests().get(0);
            assertThat(request.firstLine())
                    .isEqualTo("POST /branches/North%20%26%20South/R-1?day=2026-11-23&to=A%2BB HTTP/1.1");
            assertThat(request.hasHeader("Cookie: session=s-1; lang=en")).isTrue();
            assertThat(request.hasHeader("X-Company: DEMF")).isTrue();
        }
    }

    @Test
    void aFlowWhoseCertificateIsMissingSendsNothingAndSaysSo() throws Exception {
        try (LoopbackServer server = server("TLSv1.3")) {
            InMemoryPipeline pipeline = pipeline(server);
            pipeline.vault.remove(EnvironmentBuilder.VAULT, "client");
            Submission submission =
                    pipeline.run(pipeline.submit(document(), Map.of("Branch", "North", "Session", "s-1")));
            assertThat(submission.pendingReason()).contains(PendingReason.OUTAGE);
            assertThat(server.connections()).isZero();
        }
    }

    private InMemoryPipeline pipeline(LoopbackServer server) {
        InMemoryPipeline pipeline = new InMemoryPipeline(
                List.of(new CallRestWebServiceAction(http, new InMemoryResponseParser())),
                List.of(InMemoryResponseParser.VERDICT_LINE),
                List.of(fromClient("Branch"), fromClient("Session")),
                List.of(new CertificateChain("Authority", "", List.of("root", "intermediate", "client"))),
                Action.of(
                                "call",
                                CallRestWebServiceAction.TYPE,
                                Map.of(
                                        "Input file", ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                                        "URL",
                                                ParameterValue.literal(server.url("/branches/")
                                                                .toString() + "{branch}/{sourceRecord}"),
                                        "Route parameters", ParameterValue.literal("branch={Branch}"),
                                        "Query values", ParameterValue.literal("day={date}\nto=A+B"),
                                        "Cookies", ParameterValue.literal("session={Session}\nlang=en"),
                                        "Custom headers", ParameterValue.literal("X-Company: {legalEntity}"),
                                        "Certificate name", ParameterValue.literal("Authority"),
                                        "Security protocol", ParameterValue.literal("TLS 1.3"),
                                        "Response parser",
                                                ParameterValue.literal(InMemoryResponseParser.VERDICT_LINE.name())))
                        .withRetry(RetryPolicy.of(3, Duration.ofSeconds(10))));
        pipeline.vault.putSecret(EnvironmentBuilder.VAULT, "root", CLIENT.root().base64());
        pipeline.vault.putSecret(
                EnvironmentBuilder.VAULT, "intermediate", CLIENT.intermediate().base64());
        pipeline.vault.putCertificate(
                EnvironmentBuilder.VAULT, "client", CLIENT.end().inVault());
        return pipeline;
    }

    private static Variable fromClient(String name) {
        return new Variable(name, "", Variable.Kind.FROM_CLIENT, DataType.STRING, Optional.empty(), Optional.empty());
    }

    private static DocumentContent document() {
        return new DocumentContent("application/xml", "<Invoice/>".getBytes(UTF_8));
    }

    private static LoopbackServer server(String protocol) throws Exception {
        return new LoopbackServer(
                "https",
                LoopbackTls.requiring(CLIENT.root().certificate(), SERVER, protocol),
                LoopbackServer.answering(200, "verdict ACCEPTED"));
    }

    private static OutboundRequest get(LoopbackServer server, OutboundTls tls) {
        URI url = server.url("/");
        return new OutboundRequest("GET", url, Map.of(), Optional.empty(), Duration.ofSeconds(10), tls);
    }
}
