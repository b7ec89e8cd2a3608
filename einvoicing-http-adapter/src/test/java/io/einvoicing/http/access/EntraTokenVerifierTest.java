package io.einvoicing.http.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.einvoicing.access.Caller;
import io.einvoicing.access.Role;
import io.einvoicing.kernel.TenantId;
import io.einvoicing.testkit.data.TestClock;
import io.einvoicing.testkit.data.TestData;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EntraTokenVerifierTest {
    private static final String TENANT = "9188040d-6c67-4c5b-b112-36a304b66dad";
    private static final String OID = "00000000-0000-0000-66f3-3332eca7ea81";
    private static final String CLIENT = "6e74172b-be56-4843-9ff4-e66a39bb12e3";
    private static final String AUDIENCE = "api://einvoicing";
    private static final TrustedIssuer MICROSOFT =
            new TrustedIssuer("https://login.microsoftonline.com/{tenantid}/v2.0", Set.of(AUDIENCE), Optional.empty());
    private static final RSAKey KEY = rsa("published");
    private static final ECKey CURVE = curve();

    private final TestClock clock = new TestClock();
    private final TokenVerifier verifier =
            EntraTokenVerifier.withKeys(new JWKSet(List.of(KEY, CURVE)), MICROSOFT, clock);

    private static RSAKey rsa(String id) {
        try {
            return new RSAKeyGenerator(2_048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static ECKey curve() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer("https://login.microsoftonline.com/" + TENANT + "/v2.0")
                .audience(AUDIENCE)
                .subject("pairwise")
                .notBeforeTime(Date.from(TestData.NOW))
                .expirationTime(Date.from(TestData.NOW.plus(Duration.ofHours(1))))
                .claim("tid", TENANT)
                .claim("oid", OID)
                .claim("preferred_username", "ada@contoso.example")
                .claim("azp", CLIENT)
                .claim("scp", "access_as_user")
                .claim("roles", List.of("submit", "usage", "Billing.Reader"));
    }

    private static String signed(JWSAlgorithm algorithm, String keyId, JWSSigner signer, JWTClaimsSet claims)
            throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .type(JOSEObjectType.JWT)
                        .keyID(keyId)
                        .build(),
                claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String signed(JWTClaimsSet.Builder claims) throws JOSEException {
        return signed(JWSAlgorithm.RS256, "published", new RSASSASigner(KEY), claims.build());
    }

    private void assertRefused(String token, String reason) {
        assertThatExceptionOfType(InvalidTokenException.class)
                .isThrownBy(() -> verifier.verify(token))
                .withMessageContaining(reason)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(token));
    }

    @Test
    void readsAUserToken() throws Exception {
        Caller caller = verifier.verify(signed(claims()));

        assertThat(caller.tenant()).hasToString(TENANT);
        assertThat(caller.principal()).hasToString(OID);
        assertThat(caller.kind()).isEqualTo(Caller.Kind.USER);
        assertThat(caller.displayName()).isEqualTo("ada@contoso.example");
        assertThat(caller.clientApplication()).isEqualTo(UUID.fromString(CLIENT));
        assertThat(caller.roles()).containsExactlyInAnyOrder(Role.SUBMIT, Role.USAGE);
    }

    @Test
    void givesTheRoleOfTheOperatorToTheOperatorsOwnOrganizationOnly() throws Exception {
        for (String operator : List.of(TENANT, "11111111-0000-0000-0000-000000000000")) {
            TokenVerifier guarded = EntraTokenVerifier.withKeys(
                    new JWKSet(KEY),
                    new TrustedIssuer(
                            MICROSOFT.issuer(), Set.of(AUDIENCE), Optional.of(Set.of(TenantId.parse(operator)))),
                    clock);

            Caller caller = guarded.verify(signed(claims().claim("roles", List.of("operate", "submit"))));

            assertThat(caller.has(Role.SUBMIT)).isTrue();
            assertThat(caller.has(Role.OPERATE)).isEqualTo(operator.equals(TENANT));
        }
    }

    @Test
    void readsAVersion1TokenWithAppid() throws Exception {
        TokenVerifier version1 = EntraTokenVerifier.withKeys(
                new JWKSet(KEY),
                new TrustedIssuer("https://sts.windows.net/{tenantid}/", Set.of(AUDIENCE), Optional.empty()),
                clock);

        Caller caller = version1.verify(signed(claims().issuer("https://sts.windows.net/" + TENANT + "/")
                .claim("azp", null)
                .claim("appid", CLIENT)));

        assertThat(caller.clientApplication()).isEqualTo(UUID.fromString(CLIENT));
    }

    @Test
    void knowsAnAppOnlyTokenByIdtypOrByTheAbsenceOfScp() throws Exception {
        assertThat(verifier.verify(signed(claims().claim("idtyp", "app"))).kind())
                .isEqualTo(Caller.Kind.APPLICATION);
        assertThat(verifier.verify(signed(claims().claim("scp", null))).kind()).isEqualTo(Caller.Kind.APPLICATION);
        assertThat(verifier.verify(signed(claims().claim("idtyp", "user").claim("scp", null)))
                        .kind())
                .isEqualTo(Caller.Kind.USER);
    }

    @Test
    void acceptsTheThreeAlgorithmsOnly() throws Exception {
        JWTClaimsSet claims = claims().build();

        verifier.verify(signed(JWSAlgorithm.PS256, "published", new RSASSASigner(KEY), claims));
        verifier.verify(signed(JWSAlgorithm.ES256, "curve", new ECDSASigner(CURVE), claims));

        assertRefused(signed(JWSAlgorithm.RS512, "published", new RSASSASigner(KEY), claims), "");
    }

    @Test
    void refusesAnUnsignedToken() {
        assertRefused(new PlainJWT(claims().build()).serialize(), "");
    }

    @Test
    void refusesAPublicKeyUsedAsASharedSecret() throws Exception {
        byte[] publicKey = KEY.toRSAPublicKey().getEncoded();

        assertRefused(signed(JWSAlgorithm.HS256, "published", new MACSigner(publicKey), claims().build()), "");
    }

    @Test
    void refusesTheSignatureOfAnotherKeyUnderThePublishedId() throws Exception {
        assertRefused(
                signed(JWSAlgorithm.RS256, "published", new RSASSASigner(rsa("published")), claims().build()),
                "Invalid signature");
    }

    @Test
    void refusesClaimsThatWereChangedAfterSigning() throws Exception {
        String[] parts = signed(claims()).split("\\.");
        String other = signed(claims().claim("roles", List.of("operate"))).split("\\.")[1];

        assertRefused(parts[0] + "." + other + "." + parts[2], "Invalid signature");
    }

    @Test
    void refusesAnExpiredTokenAfterAMinuteOfTolerance() throws Exception {
        String token = signed(claims());

        clock.advance(Duration.ofHours(1).plusSeconds(EntraTokenVerifier.SKEW_SECONDS - 1));
        verifier.verify(token);
        clock.advance(Duration.ofSeconds(2));
        assertRefused(token, "Expired");
    }

    @Test
    void refusesATokenThatIsNotValidYet() throws Exception {
        clock.advance(Duration.ofSeconds(-EntraTokenVerifier.SKEW_SECONDS - 1));

        assertRefused(signed(claims()), "before");
    }

    @Test
    void refusesATokenForAnotherAudience() throws Exception {
        assertRefused(signed(claims().audience("https://graph.microsoft.com")), "aud ");
    }

    @Test
    void refusesAnotherIssuerAlsoOneOfAnotherTenant() throws Exception {
        assertRefused(signed(claims().issuer("https://evil.example/" + TENANT + "/v2.0")), "another issuer");
        assertRefused(
                signed(claims().issuer("https://login.microsoftonline.com/" + UUID.randomUUID() + "/v2.0")),
                "another issuer");
    }

    @Test
    void refusesATokenWithoutTenantObjectIdApplicationOrExpiry() throws Exception {
        for (String claim : List.of("tid", "oid", "exp")) {
            assertRefused(signed(claims().claim(claim, null)), claim);
        }
        assertRefused(signed(claims().claim("azp", null)), "appid");
        assertRefused(signed(claims().claim("oid", "ada")), "object id must be a UUID");
    }

    @Test
    void refusesTextThatIsNoToken() throws Exception {
        assertRefused("not-a-token", "three parts joined by dots, has 1");
        assertRefused("bm9.eyJ9.c2ln", "must begin with a header");
        assertRefused(
                signed(claims()).split("\\.")[0] + ".bm9.c2ln", "Payload of JWS object is not a valid JSON object");
    }

    @Test
    void refusesADevelopmentToken() {
        String token = DevelopmentIssuer.inMemory(clock).issue(DevelopmentIssuerTest.token());

        assertThatExceptionOfType(InvalidTokenException.class).isThrownBy(() -> verifier.verify(token));
    }

    @Test
    void readsKeysFromAFile(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("keys.json"), new JWKSet(KEY).toString());

        Caller caller = EntraTokenVerifier.withKeysIn(file, MICROSOFT, clock).verify(signed(claims()));

        assertThat(caller.principal()).hasToString(OID);
    }

    @Test
    void readsPublishedKeysOnceAndTellsAnOutageFromAForgery() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        HttpServer keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keys.createContext("/", exchange -> {
            byte[] body = new JWKSet(KEY).toString().getBytes(StandardCharsets.UTF_8);
            reads.incrementAndGet();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        keys.start();
        URI address = URI.create("http://127.0.0.1:" + keys.getAddress().getPort() + "/keys");
        TokenVerifier remote = EntraTokenVerifier.withKeysAt(address, MICROSOFT, clock);
        try {
            remote.verify(signed(claims()));
            remote.verify(signed(claims()));

            assertThat(reads).hasValue(1);
            assertThatExceptionOfType(InvalidTokenException.class)
                    .isThrownBy(() -> remote.verify(
                            signed(JWSAlgorithm.RS256, "unknown", new RSASSASigner(rsa("unknown")), claims().build())));
        } finally {
            keys.stop(0);
        }
        TokenVerifier down = EntraTokenVerifier.withKeysAt(address, MICROSOFT, clock);
        assertThatExceptionOfType(SigningKeysUnavailableException.class)
                .isThrownBy(() -> down.verify(signed(claims())));
    }

    @Test
    void takesKeysFromEncryptedConnectionsOnly() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EntraTokenVerifier.withKeysAt(URI.create("http://keys.example/"), MICROSOFT, clock))
                .withMessageContaining("https");
    }
}
