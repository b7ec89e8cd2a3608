package io.einvoicing.http.erp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.einvoicing.connectedapp.ErpException;
import io.einvoicing.connectedapp.ErpException.Problem;
import io.einvoicing.connectedapp.port.ErpGateway;
import io.einvoicing.connectedapp.port.ErpGateway.Connection;
import io.einvoicing.feature.ApplicationSetup;
import io.einvoicing.http.api.internal.ApiJson;
import io.einvoicing.http.call.OutboundHttp;
import io.einvoicing.http.call.OutboundLimits;
import io.einvoicing.http.call.OutboundPolicy;
import io.einvoicing.testkit.contract.ErpGatewayContract;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.erp.ErpStub;
import io.einvoicing.vault.SecretValue;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway against a real HTTPS server that speaks the protocol. */
class HttpErpGatewayTest extends ErpGatewayContract {
    private static final ApplicationSetup.Key KEY = new ApplicationSetup.Key("CustInvoiceJour", "Customer invoice");
    private static final String TOKEN_REQUEST = "POST /authority/" + ErpStub.DIRECTORY + "/token";

    private final ErpStub erp = ErpStub.start();
    private final TestClock clock = new TestClock();
    private final OutboundHttp http = new OutboundHttp(
            OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.1:" + erp.port()),
            OutboundLimits.DEFAULT,
            erp.clientTrust());
    private final HttpErpGateway gateway =
            new HttpErpGateway(http, new TokenAuthority(erp.tokenEndpoint()), Duration.ofSeconds(20), clock);

    @AfterEach
    void stop() {
        erp.close();
        http.close();
    }

    @Override
    protected ErpGateway createGateway() {
        return gateway;
    }

    @Override
    protected Connection connection() {
        return to(erp.url());
    }

    private Connection to(URI url) {
        return new Connection(url, ErpStub.DIRECTORY, ErpStub.CLIENT, new SecretValue(erp.secret()));
    }

    @Override
    protected URI forbiddenUrl() {
        return URI.create("https://127.0.0.1:" + (erp.port() + 1) + "/");
    }

    @Override
    protected void putInErp(ApplicationSetup setup) {
        try {
            erp.put(
                    setup.tableName(),
                    setup.documentContext(),
                    ApiJson.lenient().writeValueAsString(setup));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    protected void makeErpFail(Problem problem) {
        switch (problem) {
            case NO_PERMISSION -> erp.answerWith(403, "{}");
            case TOKEN_NOT_ACCEPTED -> erp.answerWith(401, "{}");
            case NOT_FOUND -> erp.answerWith(404, "<html>no such page</html>");
            case INVALID_ANSWER -> erp.answerWith(302, "<html>Sign in</html>");
            case UNREACHABLE -> erp.answerWith(503, "maintenance");
            default -> throw new IllegalArgumentException("not a fault of the ERP: " + problem);
        }
    }

    @Test
    void getsOneTokenForManyCallsAndAnotherShortlyBeforeItExpires() {
        erp.tokensLive(3_600);
        gateway.check(connection());
        clock.advance(Duration.ofMinutes(57));
        gateway.check(connection());
        assertThat(erp.requests()).containsOnlyOnce(TOKEN_REQUEST);

        clock.advance(Duration.ofMinutes(1));
        gateway.check(connection());

        assertThat(erp.requests()).filteredOn(TOKEN_REQUEST::equals).hasSize(2);
    }

    @Test
    void keepsNoTokenWhoseLifetimeIsNotSaid() {
        erp.tokensLive(0);
        gateway.check(connection());
        gateway.check(connection());

        assertThat(erp.requests()).filteredOn(TOKEN_REQUEST::equals).hasSize(2);
    }

    @Test
    void replacesAKeptTokenThatTheApplicationRefuses() {
        gateway.check(connection());
        erp.revokeTokens();

        gateway.check(connection());

        assertThat(erp.requests()).filteredOn(TOKEN_REQUEST::equals).hasSize(2);
    }

    @Test
    void asksOnceOnlyForATokenThatTheApplicationNeverAccepts() {
        erp.answerWith(401, "{}");

        assertProblem(Problem.TOKEN_NOT_ACCEPTED, () -> gateway.check(connection()));

        assertThat(erp.requests()).hasSize(2);
    }

    @Test
    void followsARotatedSecretAtOnce() {
        gateway.check(connection());
        erp.rotateSecret("rotated");
        erp.revokeTokens();

        gateway.check(connection());

        assertThat(erp.requests()).filteredOn(TOKEN_REQUEST::equals).hasSize(2);
    }

    @Test
    void tenantWithoutThisApplicationIsToldFromWrongCredentials() {
        assertProblem(
                Problem.UNKNOWN_RESOURCE,
                () -> gateway.check(to(URI.create("https://127.0.0.1:" + erp.port() + "/other"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|{'error': 'invalid_request', 'error_codes': [900023]}|WRONG_TENANT",
                "404|{'error': 'not_found'}|WRONG_TENANT",
                "401|{'error': 'invalid_client', 'error_codes': [7000222]}|WRONG_CREDENTIALS",
                "400|{'error': 'invalid_client'}|WRONG_CREDENTIALS",
                "400|{'error': 'unauthorized_client', 'error_codes': [700016]}|WRONG_CREDENTIALS",
                "400|{'error': 'invalid_scope'}|UNKNOWN_RESOURCE",
                "503|busy|AUTHORITY_UNREACHABLE",
                "429|{'error': 'throttled'}|AUTHORITY_UNREACHABLE",
                "200|<html>|INVALID_ANSWER",
                "200|[]|INVALID_ANSWER",
                "200|{'token_type': 'Bearer'}|INVALID_ANSWER",
                "200|{'token_type': 'Bearer', 'access_token': 'two words'}|INVALID_ANSWER",
                "200|{'token_type': 'mac', 'access_token': 'x'}|INVALID_ANSWER",
                "400|{'error': 'invalid_request'}|WRONG_CREDENTIALS",
                "302|{}|INVALID_ANSWER"
            })
    void tellsWhatTheTokenEndpointSays(int status, String body, Problem problem) {
        erp.answerTokensWith(status, body.replace('\'', '"'));

        ErpException e = assertProblem(problem, () -> gateway.check(connection()));

        assertThat(e).hasMessageNotContaining(erp.secret());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{}",
                "{\"tableName\": \"Other\", \"documentContext\": \"Customer invoice\", \"modelMapping\": \"m\"}",
                "{\"tableName\": \"CustInvoiceJour\", \"documentContext\": \"Customer invoice\", \"modelMapping\": \"\"}",
                "{\"tableName\": \"CustInvoiceJour\", \"documentContext\": \"Customer invoice\", \"modelMapping\": \"m\","
                        + " \"responseTypes\": [{\"name\": \"A\"}, {\"name\": \"A\"}]}",
                "not JSON"
            })
    void takesNoGarbageForASetup(String body) {
        erp.put(KEY.tableName(), KEY.documentContext(), body);

        assertProblem(Problem.INVALID_ANSWER, () -> gateway.read(connection(), KEY));
    }

    @Test
    void readsASetupOfANewerApplicationThatSaysMore() {
        erp.put(
                KEY.tableName(),
                KEY.documentContext(),
                "{\"tableName\": \"CustInvoiceJour\", \"documentContext\": \"Customer invoice\","
                        + " \"modelMapping\": \"m\", \"responseTypes\": [], \"changedBy\": \"ada\"}");

        assertThat(gateway.read(connection(), KEY).map(ErpGateway.Current::setup))
                .contains(new ApplicationSetup("CustInvoiceJour", "Customer invoice", "m", List.of()));
    }

    @Test
    void tellsWhyTheApplicationRefusedASetup() {
        ApplicationSetup setup = new ApplicationSetup("CustInvoiceJour", "Customer invoice", "m", List.of());
        erp.answerWriteOf(
                "CustInvoiceJour", "Customer invoice", 422, "{\"message\": \"there is no mapping\\n \\\"m\\\"\"}");

        ErpException e = assertProblem(Problem.REFUSED, () -> gateway.write(connection(), setup, Optional.empty()));

        assertThat(e).hasMessageEndingWith("with status 422: there is no mapping \"m\"");
    }

    @Test
    void serverWithoutTlsAndUntrustedCertificateAreNoOutage() throws Exception {
        try (ServerSocket plain = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                OutboundHttp trustingNobody =
                        new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.1:" + erp.port()));
                OutboundHttp toPlain = new OutboundHttp(
                        OutboundPolicy.PUBLIC_HOSTS.allowingPrivate(
                                "127.0.0.1:" + erp.port(), "127.0.0.1:" + plain.getLocalPort()),
                        OutboundLimits.DEFAULT,
                        erp.clientTrust())) {
            Thread server = new Thread(() -> answerInPlainText(plain));
            server.setDaemon(true);
            server.start();
            assertProblem(
                    Problem.NOT_TLS,
                    () -> gateway(trustingNobody, erp.tokenEndpoint()).check(connection()));
            assertProblem(
                    Problem.NOT_TLS,
                    () -> gateway(toPlain, "https://127.0.0.1:" + plain.getLocalPort() + "/{tenant}")
                            .check(connection()));
        }
    }

    private static void answerInPlainText(ServerSocket plain) {
        while (!plain.isClosed()) {
            try (Socket socket = plain.accept()) {
                socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().flush();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // The client breaks off, as it should; what it says then is what the test looks at.
            }
        }
    }

    @Test
    void nothingThatListensIsAnOutage() {
        String nobody = "https://127.0.0.1:1/{tenant}";
        try (OutboundHttp client = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS.allowingPrivate("127.0.0.1"))) {
            assertProblem(
                    Problem.AUTHORITY_UNREACHABLE, () -> gateway(client, nobody).check(connection()));
        }
    }

    @Test
    void neverCallsAnAddressThatThePolicyForbidsEvenIfItWasStored() {
        try (OutboundHttp client = new OutboundHttp(OutboundPolicy.PUBLIC_HOSTS)) {
            assertProblem(
                    Problem.AUTHORITY_UNREACHABLE,
                    () -> gateway(client, erp.tokenEndpoint()).check(connection()));
        }
        assertThat(erp.requests()).isEmpty();
    }

    private HttpErpGateway gateway(OutboundHttp client, String tokenEndpoint) {
        return new HttpErpGateway(client, new TokenAuthority(tokenEndpoint), Duration.ofSeconds(20), clock);
    }

    private static ErpException assertProblem(Problem problem, ThrowingCallable call) {
        ErpException[] thrown = new ErpException[1];
        assertThatExceptionOfType(ErpException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.problem()).as(e.getMessage()).isEqualTo(problem);
            thrown[0] = e;
        });
        return thrown[0];
    }
}
