package io.einvoicing.http.signing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.Action;
import io.einvoicing.feature.ParameterValue;
import io.einvoicing.feature.Variable;
import io.einvoicing.http.signing.internal.CanonicalJson;
import io.einvoicing.submission.Submission;
import io.einvoicing.submission.SubmissionStatus;
import io.einvoicing.testkit.data.EnvironmentBuilder;
import io.einvoicing.testkit.data.TestCertificate;
import io.einvoicing.testkit.data.TestCertificates;
import io.einvoicing.testkit.memory.InMemoryPipeline;
import io.einvoicing.vault.CertificateChain;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignJsonDocumentActionTest {
    private static final TestCertificate RSA = TestCertificates.chain().end();
    private static final TestCertificate EC = TestCertificates.aCertificate()
            .subject("CN=Curve")
            .curve("secp256r1")
            .build();
    private static final DocumentContent INVOICE =
            new DocumentContent("application/json", "{ \"b\": 1.50, \"a\": \"é\" }".getBytes(UTF_8));

    @ParameterizedTest
    @CsvSource({"RSA, BY_KEY, RS256", "RSA, PS256, PS256", "RSA, RS256, RS256", "EC, BY_KEY, ES256", "EC, ES256, ES256"
    })
    void signsSoThatOthersCanVerifyWithTheCertificateInTheHeader(String key, String algorithm, String expected)
            throws Exception {
        TestCertificate certificate = key.equals("RSA") ? RSA : EC;
        InMemoryPipeline pipeline = pipeline(certificate, Map.of("Algorithm", algorithm));
        Submission submission = pipeline.process(INVOICE);

        assertThat(submission.failure()).isEmpty();
        JWSObject signed = JWSObject.parse(file(pipeline, submission, "Signed file"));
        assertThat(signed.getHeader().getAlgorithm().getName()).isEqualTo(expected);
        assertThat(signed.getHeader().getX509CertChain().get(0))
                .isEqualTo(Base64.encode(certificate.certificate().getEncoded()));
        assertThat(signed.verify(verifier(certificate))).isTrue();
        assertThat(signed.getPayload().toBytes()).isEqualTo(INVOICE.bytes());
    }

    @Test
    void bearsTheWholeChainOfTheEnvironment() throws Exception {
        InMemoryPipeline pipeline = pipeline(RSA, Map.of());
        JWSObject signed = JWSObject.parse(file(pipeline, pipeline.process(INVOICE), "Signed file"));
        assertThat(signed.getHeader().getX509CertChain()).hasSize(RSA.chain().size());
    }

    @Test
    void detachesTheCanonicalContent() throws Exception {
        InMemoryPipeline pipeline = pipeline(RSA, Map.of("Serialization", "DETACHED", "Canonicalization", "RFC 8785"));
        Submission submission = pipeline.process(INVOICE);

        String detached = file(pipeline, submission, "Signed file");
        assertThat(detached).contains("..").isEqualTo(pipeline.text(submission, "sign", "Detached signature"));
        String content = file(pipeline, submission, "Signed content");
        assertThat(content).isEqualTo("{\"a\":\"é\",\"b\":1.5}");
        assertThat(JWSObject.parse(detached, new Payload(content.getBytes(UTF_8)))
                        .verify(verifier(RSA)))
                .isTrue();
        assertThat(JWSObject.parse(detached, new Payload("{}")).verify(verifier(RSA)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"RSA, ES256", "EC, RS256", "EC, PS256"})
    void saysWhichKeyTheAlgorithmNeeds(String key, String algorithm) {
        InMemoryPipeline pipeline = pipeline(key.equals("RSA") ? RSA : EC, Map.of("Algorithm", algorithm));
        Submission submission = pipeline.process(INVOICE);
        assertThat(submission.status()).isEqualTo(SubmissionStatus.FAILED);
        assertThat(submission.failure())
                .contains("cannot sign with " + algorithm)
                .contains("need an RSA key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\":1,\"a\":2}", "{\"a\":12345678901234567890}", "{} {}", "{\"a\":1e999}"})
    void refusesToCanonicalizeWhatWouldBeAltered(String document) {
        assertThatThrownBy(() -> CanonicalJson.of(document.getBytes(UTF_8)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** The example of the RFC's section 3.2.2. */
    @Test
    void writesTheCanonicalFormOfTheStandard() {
        assertThat(new String(
                        CanonicalJson.of("""
                                {"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                                 "string": "\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\"\\/",
                                 "literals": [null, true, false]}""".replace("333333333.33333329", "333333333.3333333")
                                .getBytes(UTF_8)),
                        UTF_8))
                .isEqualTo("{\"literals\":[null,true,false],\"numbers\":[333333333.3333333,1e+30,4.5,0.002,1e-27],"
                        + "\"string\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    }

    private static JWSVerifier verifier(TestCertificate certificate) throws Exception {
        return certificate.certificate().getPublicKey() instanceof RSAPublicKey rsa
                ? new RSASSAVerifier(rsa)
                : new ECDSAVerifier((ECPublicKey) certificate.certificate().getPublicKey());
    }

    private static String file(InMemoryPipeline pipeline, Submission submission, String output) {
        return new String(pipeline.file(submission, "sign", output).bytes(), UTF_8);
    }

    private static InMemoryPipeline pipeline(TestCertificate certificate, Map<String, String> further) {
        Map<String, ParameterValue> parameters = new HashMap<>(Map.of(
                "Input file", ParameterValue.variable(Variable.BUSINESS_DOCUMENT),
                "Certificate name", ParameterValue.literal("Signing")));
        further.forEach((name, value) -> parameters.put(name, ParameterValue.literal(value)));
        List<String> names =
                certificate.issuers().isEmpty() ? List.of("signer") : List.of("root", "intermediate", "signer");
        InMemoryPipeline pipeline = new InMemoryPipeline(
                List.of(new SignJsonDocumentAction()),
                List.of(),
                List.of(),
                List.of(new CertificateChain("Signing", "", names)),
                Action.of("sign", SignJsonDocumentAction.TYPE, parameters));
        pipeline.vault.putSecret(
                EnvironmentBuilder.VAULT,
                "root",
                TestCertificates.chain().root().base64());
        pipeline.vault.putSecret(
                EnvironmentBuilder.VAULT,
                "intermediate",
                TestCertificates.chain().intermediate().base64());
        pipeline.vault.putCertificate(EnvironmentBuilder.VAULT, "signer", certificate.inVault());
        return pipeline;
    }
}
