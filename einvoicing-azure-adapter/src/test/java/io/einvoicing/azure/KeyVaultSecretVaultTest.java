package io.einvoicing.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.ClientAuthenticationException;
import io.einvoicing.testkit.contract.SecretVaultContract;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.keyvault.KeyVaultStub;
import io.einvoicing.vault.SigningKey;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.port.SecretVault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** Key Vault as the testkit's protocol stub speaks it. */
class KeyVaultSecretVaultTest extends SecretVaultContract {
    private static final byte[] DATA = {1, 2, 3};

    private final KeyVaultStub stub = KeyVaultStub.start();
    private final TokenCredential credential =
            request -> Mono.just(new AccessToken(stub.token(), OffsetDateTime.parse("2999-01-01T00:00:00Z")));
    private final KeyVaultSecretVault vault = vault(credential, uri -> true, Duration.ofSeconds(20), 2);

    private KeyVaultSecretVault vault(TokenCredential identity, Predicate<URI> allowed, Duration timeout, int tries) {
        return new KeyVaultSecretVault(
                identity, new AzureConnection(allowed, timeout, tries, Optional.of(stub.clientTls())), false);
    }

    @AfterEach
    void stopStub() {
        stub.close();
    }

    @Override
    protected SecretVault vault() {
        return vault;
    }

    @Override
    protected URI address() {
        return stub.address();
    }

    @Override
    protected void putSecret(String name, String value) {
        stub.putSecret(name, value);
    }

    @Override
    protected void putCertificate(String name, TestCertificate certificate) {
        stub.putCertificate(name, certificate);
    }

    @Override
    protected void disableSecret(String name) {
        stub.disable(name);
    }

    @Override
    protected void denyAccess(String name) {
        stub.denyAccess(name);
    }

    @Override
    protected void takeDown() {
        stub.goDown();
    }

    @Override
    protected void bringUp() {
        stub.comeUp();
    }

    @Test
    void saysEveryTimeThatTheHostIsNotKnown() {
        URI unknown = URI.create("https://no-such-vault.invalid/");
        for (int time = 1; time <= 2; time++) {
            assertThatThrownBy(() -> vault.secret(unknown, "storage"))
                    .isInstanceOf(VaultUnavailableException.class)
                    .hasMessageContaining("no-such-vault.invalid")
                    .hasMessageContaining("the host name is not known");
        }
    }

    @Test
    void showsItsTokenOnlyAfterTheChallenge() {
        stub.putSecret("storage", "value");

        vault.secret(address(), "storage");

        assertThat(stub.requests()).containsExactly("GET /secrets/storage without token", "GET /secrets/storage");
    }

    @Test
    void showsItsTokenToNoHostOutsideTheDomainOfTheChallenge() {
        stub.putSecret("storage", "value");
        KeyVaultSecretVault verifying = new KeyVaultSecretVault(
                credential, new AzureConnection(uri -> true, Duration.ofSeconds(20), 1, Optional.of(stub.clientTls())));

        assertThatThrownBy(() -> verifying.secret(address(), "storage")).isInstanceOf(VaultUnavailableException.class);
        assertThat(stub.requests()).allMatch(request -> request.endsWith("without token"));
    }

    @Test
    void servesASecretWhoseExpiryHasPassedAsKeyVaultDoes() {
        stub.putSecret("storage", "value", Instant.parse("2020-01-01T00:00:00Z"));

        assertThat(vault.secret(address(), "storage").reveal()).isEqualTo("value");
    }

    @Test
    void triesAgainWhenThrottledOrFailed() {
        stub.putSecret("storage", "value");
        stub.throttleNext(1, Duration.ofSeconds(1));
        assertThat(vault.secret(address(), "storage").reveal()).isEqualTo("value");

        stub.failNext(1);
        assertThat(vault.secret(address(), "storage").reveal()).isEqualTo("value");
    }

    @Test
    void leavesALongWaitToTheCaller() {
        stub.putSecret("storage", "value");
        stub.throttleNext(1, Duration.ofHours(1));

        assertThatThrownBy(() -> vault.secret(address(), "storage"))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining("HTTP 429");
    }

    @Test
    void givesUpAfterItsTries() {
        stub.putSecret("storage", "value");
        stub.failNext(2);

        assertThatThrownBy(() -> vault.secret(address(), "storage"))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining("HTTP 500");
        assertThat(answered("GET /secrets/storage")).isEqualTo(2);
    }

    @Test
    void givesUpOnAVaultThatHangs() {
        stub.putSecret("storage", "value");
        stub.hang();

        assertThatThrownBy(() -> vault(credential, uri -> true, Duration.ofMillis(300), 1)
                        .secret(address(), "storage"))
                .isInstanceOf(VaultUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200|{\"value\":\"hidden-value\",\"id\":",
                "200|{}",
                "200|[]",
                "200|<html>hidden-value</html>",
                "200|''",
                "404|<html>hidden-value</html>",
                "302|hidden-value"
            })
    void takesNonsenseForAnOutageAndDoesNotRepeatIt(int status, String body) {
        stub.putSecret("storage", "value");
        stub.answerNonsense(status, body);

        Throwable failure = catchThrowable(
                () -> vault(credential, uri -> true, Duration.ofSeconds(20), 1).secret(address(), "storage"));

        assertThat(failure).isInstanceOf(VaultUnavailableException.class);
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        assertThat(text.toString()).doesNotContain("hidden-value");
    }

    @Test
    void saysAccessDeniedWhenTheVaultDoesNotTakeTheIdentity() {
        stub.putSecret("storage", "value");
        TokenCredential stranger =
                request -> Mono.just(new AccessToken("other", OffsetDateTime.parse("2999-01-01T00:00:00Z")));

        assertThatThrownBy(() ->
                        vault(stranger, uri -> true, Duration.ofSeconds(20), 1).secret(address(), "storage"))
                .isInstanceOf(VaultAccessDeniedException.class);
    }

    @Test
    void saysUnavailableWhenTheIdentityCannotBeHad() {
        TokenCredential broken = request -> Mono.error(new ClientAuthenticationException("no identity here", null));

        assertThatThrownBy(() ->
                        vault(broken, uri -> true, Duration.ofSeconds(20), 1).secret(address(), "storage"))
                .isInstanceOf(VaultUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://name.vault.azure.net/",
                "https://127.0.0.1/",
                "https://name.vault.azure.net.attacker.example/",
                "https://10.0.0.1/"
            })
    void callsOnlyAllowedHosts(String address) {
        KeyVaultSecretVault guarded = new KeyVaultSecretVault(credential, AzureConnection.toPublicClouds());

        assertThatThrownBy(() -> guarded.secret(URI.create(address), "storage"))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining("not among the allowed hosts");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///tmp/vault", "urn:vault", "https:///"})
    void refusesAnAddressWithoutHost(String address) {
        assertThatThrownBy(() -> vault.secret(URI.create(address), "storage"))
                .isInstanceOf(VaultUnavailableException.class)
                .hasMessageContaining("https://NAME.vault.azure.net/");
    }

    @Test
    void readsACertificateThatTheVaultKeepsAsPem() throws Exception {
        TestCertificate end = TestCertificates.chain().end();
        stub.putPemCertificate("signing", end);

        VaultCertificate certificate = vault.certificate(address(), "signing");

        assertThat(certificate.chain()).isEqualTo(end.chain());
        assertVerifies(end, certificate.key().orElseThrow());
        assertThat(answered("GET /certificates/signing")).isZero();
    }

    @Test
    void signsInTheVaultWhenTheKeyMayNotLeave() throws Exception {
        TestCertificate end = TestCertificates.chain().end();
        stub.putCertificateWithKeyInVault("signing", end);

        VaultCertificate certificate = vault.certificate(address(), "signing");

        assertThat(certificate.chain()).isEqualTo(List.of(end.certificate()));
        assertVerifies(end, certificate.key().orElseThrow());
        assertThat(stub.requests()).anyMatch(request -> request.matches("POST /keys/signing/[0-9a-f]{32}/sign"));
    }

    @Test
    void signsInTheVaultWhenItsSecretsAreForbidden() throws Exception {
        TestCertificate end = TestCertificates.chain().end();
        stub.putCertificate("signing", end);
        stub.denySecret("signing");

        assertVerifies(end, vault.certificate(address(), "signing").key().orElseThrow());
    }

    @Test
    void refusesAnAlgorithmThatAKeyInTheVaultCannotUse() {
        stub.putCertificateWithKeyInVault("signing", TestCertificates.chain().end());
        SigningKey key = vault.certificate(address(), "signing").key().orElseThrow();

        assertThatThrownBy(() -> key.sign("SHA256withECDSA", DATA)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysUnavailableWhenTheVaultGoesDownBeforeSigning() {
        stub.putCertificateWithKeyInVault("signing", TestCertificates.chain().end());
        SigningKey key = vault.certificate(address(), "signing").key().orElseThrow();
        stub.goDown();

        assertThatThrownBy(() -> key.sign("SHA256withRSA", DATA)).isInstanceOf(VaultUnavailableException.class);
    }

    @Test
    void countsADisabledCertificateAsMissing() {
        stub.putCertificate("signing", TestCertificates.chain().end());
        stub.disable("signing");

        assertThatThrownBy(() -> vault.certificate(address(), "signing"))
                .isInstanceOf(VaultObjectNotFoundException.class);
    }

    private long answered(String request) {
        return stub.requests().stream().filter(request::equals).count();
    }

    private static void assertVerifies(TestCertificate signer, SigningKey key) throws Exception {
        for (String algorithm : List.of("SHA256withRSA", "SHA384withRSA", "SHA512withRSA")) {
            Signature verification = Signature.getInstance(algorithm);
            verification.initVerify(signer.certificate());
            verification.update(DATA);
            assertThat(verification.verify(key.sign(algorithm, DATA))).isTrue();
        }
    }
}
