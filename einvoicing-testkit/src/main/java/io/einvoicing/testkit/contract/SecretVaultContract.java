package io.einvoicing.testkit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.vault.SecretValue;
import io.einvoicing.vault.SigningKey;
import io.einvoicing.vault.VaultAccessDeniedException;
import io.einvoicing.vault.VaultCertificate;
import io.einvoicing.vault.VaultObject;
import io.einvoicing.vault.VaultObjectNotFoundException;
import io.einvoicing.vault.VaultObjectState;
import io.einvoicing.vault.VaultUnavailableException;
import io.einvoicing.vault.port.SecretVault;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link SecretVault} does. */
public abstract class SecretVaultContract {
    private static final String VALUE = "https://store.example/c?sv=2025&sig=c2VjcmV0LXNpZ25hdHVyZQ%3D%3D";
    private static final byte[] DATA = "signed properties".getBytes(UTF_8);

    /** Returns the vault adapter. */
    protected abstract SecretVault vault();

    /** Returns the address of a vault that the adapter reaches. */
    protected abstract URI address();

    /** Puts a secret, or its next version, into the vault. */
    protected abstract void putSecret(String name, String value) throws Exception;

    /** Puts a certificate with its private key and its issuers, or its next version, into the vault. */
    protected abstract void putCertificate(String name, TestCertificate certificate) throws Exception;

    /** Disables a secret that was put. */
    protected abstract void disableSecret(String name) throws Exception;

    /** Lets the vault refuse access to a secret that was put. */
    protected abstract void denyAccess(String name) throws Exception;

    /** Makes the vault give no answer from now on. */
    protected abstract void takeDown() throws Exception;

    /** Ends the outage that {@link #takeDown} began. */
    protected abstract void bringUp() throws Exception;

    @Test
    void returnsASecret() throws Exception {
        putSecret("storage", VALUE);

        assertThat(vault().secret(address(), "storage")).isEqualTo(new SecretValue(VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"pässwörd 株 😀", " outer spaces ", "line\nbreak\n"})
    void returnsEveryCharacterOfASecret(String value) throws Exception {
        putSecret("unusual", value);

        assertThat(vault().secret(address(), "unusual").reveal()).isEqualTo(value);
    }

    @Test
    void returnsTheSameSecretForEveryThread() throws Exception {
        putSecret("storage", VALUE);

        assertThat(RunTogether.run(
                        16,
                        thread -> () -> assertThat(
                                        vault().secret(address(), "storage").reveal())
                                .isEqualTo(VALUE)))
                .allMatch(RunTogether.Outcome::succeeded);
    }

    @Test
    void followsTheRotationOfASecret() throws Exception {
        putSecret("storage", "first");
        assertThat(vault().secret(address(), "storage").reveal()).isEqualTo("first");

        putSecret("storage", "second");

        assertThat(vault().secret(address(), "storage").reveal()).isEqualTo("second");
    }

    @Test
    void followsTheRotationOfACertificate() throws Exception {
        TestCertificate next =
                TestCertificates.aCertificate().subject("CN=Next").build();
        putCertificate("signing", TestCertificates.chain().end());
        vault().certificate(address(), "signing");

        putCertificate("signing", next);

        VaultCertificate certificate = vault().certificate(address(), "signing");
        assertThat(certificate.certificate()).isEqualTo(next.certificate());
        assertSigns(certificate, next);
    }

    @Test
    void findsASecretThatWasMissingBefore() throws Exception {
        assertThatThrownBy(() -> vault().secret(address(), "late")).isInstanceOf(VaultObjectNotFoundException.class);

        putSecret("late", VALUE);

        assertThat(vault().secret(address(), "late").reveal()).isEqualTo(VALUE);
    }

    @Test
    void saysThatASecretIsMissing() {
        assertThatThrownBy(() -> vault().secret(address(), "missing"))
                .isInstanceOfSatisfying(VaultObjectNotFoundException.class, missing -> {
                    assertThat(missing.object()).isEqualTo("missing");
                    assertThat(missing.vault()).isEqualTo(address());
                });
    }

    @Test
    void saysThatACertificateIsMissing() {
        assertThatThrownBy(() -> vault().certificate(address(), "missing"))
                .isInstanceOf(VaultObjectNotFoundException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "..", "../storage", "a/b", "a\\b", "a b", "a?b", "a%2fb", "storage\u0000", "storage.txt"})
    void holdsNothingUnderANameThatNoVaultCanHold(String name) throws Exception {
        putSecret("storage", VALUE);

        assertThatThrownBy(() -> vault().secret(address(), name)).isInstanceOf(VaultObjectNotFoundException.class);
        assertThatThrownBy(() -> vault().certificate(address(), name)).isInstanceOf(VaultObjectNotFoundException.class);
    }

    @Test
    void countsADisabledSecretAsMissing() throws Exception {
        putSecret("disabled", VALUE);
        disableSecret("disabled");

        assertHidden(VALUE, VaultObjectNotFoundException.class, "disabled");
    }

    @Test
    void saysThatAccessIsRefused() throws Exception {
        putSecret("denied", VALUE);
        denyAccess("denied");

        assertHidden(VALUE, VaultAccessDeniedException.class, "denied");
        assertThatThrownBy(() -> vault().certificate(address(), "denied"))
                .isInstanceOf(VaultAccessDeniedException.class);
    }

    @Test
    void saysUnavailableAndNotMissingDuringAnOutage() throws Exception {
        putSecret("storage", VALUE);
        takeDown();

        assertHidden(VALUE, VaultUnavailableException.class, "storage");
        assertThatThrownBy(() -> vault().secret(address(), "missing")).isInstanceOf(VaultUnavailableException.class);
        assertThatThrownBy(() -> vault().certificate(address(), "signing"))
                .isInstanceOf(VaultUnavailableException.class);
    }

    @Test
    void answersAgainAfterAnOutage() throws Exception {
        putSecret("storage", VALUE);
        takeDown();
        assertThatThrownBy(() -> vault().secret(address(), "storage")).isInstanceOf(VaultUnavailableException.class);

        bringUp();

        assertThat(vault().secret(address(), "storage").reveal()).isEqualTo(VALUE);
    }

    @Test
    void returnsACertificateWithItsIssuersInOrder() throws Exception {
        TestCertificates.Chain chain = TestCertificates.chain();
        putCertificate("signing", chain.end());

        assertThat(vault().certificate(address(), "signing").chain())
                .isEqualTo(List.of(
                        chain.end().certificate(),
                        chain.intermediate().certificate(),
                        chain.root().certificate()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withRSA", "SHA384withRSA", "SHA512withRSA"})
    void signsWithTheKeyOfACertificate(String algorithm) throws Exception {
        TestCertificate end = TestCertificates.chain().end();
        putCertificate("signing", end);

        SigningKey key = vault().certificate(address(), "signing").key().orElseThrow();

        assertThat(verifies(algorithm, end, key.sign(algorithm, DATA), DATA)).isTrue();
        assertThat(verifies(algorithm, end, key.sign(algorithm, DATA), "other".getBytes(UTF_8)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA256withECDSA", "NONEwithNothing"})
    void refusesAnAlgorithmThatTheKeyCannotUse(String algorithm) throws Exception {
        putCertificate("signing", TestCertificates.chain().end());
        SigningKey key = vault().certificate(address(), "signing").key().orElseThrow();

        assertThatThrownBy(() -> key.sign(algorithm, DATA)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void returnsAPublicCertificateKeptAsTextInASecret() throws Exception {
        TestCertificate root = TestCertificates.chain().root();
        putSecret("authority", root.base64());

        VaultCertificate certificate = vault().certificate(address(), "authority");

        assertThat(certificate.chain()).isEqualTo(List.of(root.certificate()));
        assertThat(certificate.key()).isEmpty();
    }

    @Test
    void takesAPublicCertificateWithLineBreaks() throws Exception {
        TestCertificate root = TestCertificates.chain().root();
        putSecret(
                "authority",
                Base64.getMimeEncoder().encodeToString(root.certificate().getEncoded()) + "\r\n");

        assertThat(vault().certificate(address(), "authority").certificate()).isEqualTo(root.certificate());
    }

    @Test
    void refusesASecretThatHoldsNoCertificateWithoutTellingItsValue() throws Exception {
        putSecret("garbage", VALUE);

        Throwable failure = catchThrowable(() -> vault().certificate(address(), "garbage"));

        assertThat(failure).isInstanceOf(VaultUnavailableException.class);
        assertThat(stackTrace(failure)).doesNotContain(VALUE);
    }

    @Test
    void tellsItsObjectsOnceEachByName() throws Exception {
        putSecret("storage", VALUE);
        TestCertificate end = TestCertificates.chain().end();
        putCertificate("signing", end);

        List<VaultObjectState> objects = vault().objects(address());

        assertThat(objects)
                .extracting(VaultObjectState::name, VaultObjectState::type, VaultObjectState::enabled)
                .containsExactly(
                        tuple("signing", VaultObject.Type.CERTIFICATE, true),
                        tuple("storage", VaultObject.Type.SECRET, true));
        assertThat(objects.get(0).expiresAt())
                .contains(end.certificate().getNotAfter().toInstant());
        assertThat(objects.toString()).doesNotContain(VALUE);
    }

    @Test
    void tellsNoObjectsOfAnEmptyVault() {
        assertThat(vault().objects(address())).isEmpty();
    }

    @Test
    void tellsNoVersionASecondTimeAfterARotation() throws Exception {
        putSecret("storage", "first");
        Optional<String> first = vault().objects(address()).get(0).version();
        putSecret("storage", "second");

        Optional<String> second = vault().objects(address()).get(0).version();

        second.ifPresent(version -> assertThat(Optional.of(version)).isNotEqualTo(first));
    }

    @Test
    void saysUnavailableAndNotEmptyDuringAnOutage() throws Exception {
        takeDown();

        assertThatThrownBy(() -> vault().objects(address())).isInstanceOf(VaultUnavailableException.class);
    }

    @Test
    void hidesSecretsAndKeysWhenPrinted() throws Exception {
        putSecret("storage", VALUE);
        putCertificate("signing", TestCertificates.chain().end());
        SecretValue secret = vault().secret(address(), "storage");
        VaultCertificate certificate = vault().certificate(address(), "signing");

        assertThat(secret.toString()).doesNotContain(VALUE);
        assertThat(String.valueOf(vault())).doesNotContain(VALUE);
        assertThat(certificate.key().toString()).doesNotContain("modulus").doesNotContain("private exponent");
    }

    private void assertHidden(String value, Class<? extends Throwable> type, String name) {
        Throwable failure = catchThrowable(() -> vault().secret(address(), name));
        assertThat(failure).isInstanceOf(type);
        assertThat(stackTrace(failure)).doesNotContain(value);
    }

    private static void assertSigns(VaultCertificate certificate, TestCertificate expected) throws Exception {
        byte[] signature = certificate.key().orElseThrow().sign("SHA256withRSA", DATA);
        assertThat(verifies("SHA256withRSA", expected, signature, DATA)).isTrue();
    }

    private static boolean verifies(String algorithm, TestCertificate signer, byte[] signature, byte[] data)
            throws Exception {
        Signature verification = Signature.getInstance(algorithm);
        verification.initVerify(signer.certificate());
        verification.update(data);
        return verification.verify(signature);
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
