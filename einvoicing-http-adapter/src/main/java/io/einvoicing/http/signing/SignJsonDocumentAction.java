package io.einvoicing.http.signing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jca.JCAContext;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import io.einvoicing.document.DocumentContent;
import io.einvoicing.feature.ActionDescription;
import io.einvoicing.feature.ParameterDescription;
import io.einvoicing.feature.ParameterDescription.Type;
import io.einvoicing.flow.ActionContext;
import io.einvoicing.flow.ActionOutcome;
import io.einvoicing.flow.ActionOutput;
import io.einvoicing.flow.RepeatableActionType;
import io.einvoicing.http.signing.internal.CanonicalJson;
import io.einvoicing.vault.SigningKey;
import io.einvoicing.vault.VaultCertificate;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Signs a file with a JSON Web Signature: the action type "Sign JSON document".
 *
 * <p>The header bears the algorithm and the chain of certificates (x5c). The key stays in its vault.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7515">Source: RFC 7515, JSON Web Signature</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8785">Source: RFC 8785, JSON Canonicalization Scheme</a>
 * @since 0.1.0
 */
public final class SignJsonDocumentAction implements RepeatableActionType {
    /** Name of the action type. */
    public static final String TYPE = "Sign JSON document";

    /** The parameter that names the file to sign. */
    public static final String INPUT = "Input file";

    /** The parameter that names the certificate or chain that signs. */
    public static final String CERTIFICATE = "Certificate name";

    /** The parameter with the algorithm. */
    public static final String ALGORITHM = "Algorithm";

    /** The parameter with the form of the signature. */
    public static final String SERIALIZATION = "Serialization";

    /** The parameter that says in which form the content is signed. */
    public static final String CANONICALIZATION = "Canonicalization";

    /** Output: the signature in its form, as a file. */
    public static final String SIGNED_FILE = "Signed file";

    /** Output: exactly what was signed, to be sent beside a detached signature. */
    public static final String SIGNED_CONTENT = "Signed content";

    /** Output: the detached signature, as a value. */
    public static final String SIGNATURE = "Detached signature";

    private static final String BY_KEY = "BY_KEY";
    private static final String DETACHED = "DETACHED";
    private static final String JCS = "RFC 8785";

    /** Names of algorithms for the key in the vault. */
    private static final Map<JWSAlgorithm, String> JCA = Map.of(
            JWSAlgorithm.RS256, "SHA256withRSA",
            JWSAlgorithm.PS256, "SHA256withRSA/PSS",
            JWSAlgorithm.ES256, "SHA256withECDSA");

    private static final ActionDescription DESCRIPTION = new ActionDescription(
            TYPE,
            "Signs a file with a JSON Web Signature that bears the chain of certificates.",
            ActionDescription.Kind.REPEATABLE,
            List.of(
                    ParameterDescription.mandatory(INPUT, Type.FILE, "The file to sign, such as a JSON document."),
                    ParameterDescription.mandatory(
                            CERTIFICATE,
                            Type.CERTIFICATE,
                            "Certificate with an RSA key or one on the curve P-256, or the chain whose last one signs."),
                    ParameterDescription.choice(
                            ALGORITHM,
                            BY_KEY,
                            List.of(BY_KEY, "RS256", "PS256", "ES256"),
                            "Signature algorithm; by key it is RS256 or ES256."),
                    ParameterDescription.choice(
                            SERIALIZATION,
                            "COMPACT",
                            List.of("COMPACT", DETACHED),
                            "With the content inside, or without it for sending both."),
                    ParameterDescription.choice(
                            CANONICALIZATION,
                            "NONE",
                            List.of("NONE", JCS),
                            "Sign the file byte for byte, or in the canonical form of JSON.")),
            List.of(SIGNED_FILE, SIGNED_CONTENT, SIGNATURE));

    @Override
    public ActionDescription description() {
        return DESCRIPTION;
    }

    @Override
    public ActionOutcome execute(ActionContext context) {
        DocumentContent input = context.file(INPUT);
        VaultCertificate certificate = context.certificate(CERTIFICATE);
        JWSAlgorithm algorithm = algorithm(context.text(ALGORITHM), certificate.certificate());
        SigningKey key = certificate
                .key()
                .orElseThrow(() -> new IllegalArgumentException("the certificate of "
                        + certificate.certificate().getSubjectX500Principal()
                        + " is in the vault without its private key: import it with the key"));
        DocumentContent content = context.text(CANONICALIZATION).equals(JCS)
                ? new DocumentContent("application/json", CanonicalJson.of(input.bytes()))
                : input;
        JWSObject signed = new JWSObject(
                new JWSHeader.Builder(algorithm)
                        .x509CertChain(chain(certificate))
                        .build(),
                new Payload(content.bytes()));
        try {
            signed.sign(new VaultSigner(key));
        } catch (JOSEException e) {
            throw new IllegalArgumentException("the key cannot sign with " + algorithm + ": " + e.getMessage(), e);
        }
        String detached = signed.serialize(true);
        String serialized = context.text(SERIALIZATION).equals(DETACHED) ? detached : signed.serialize();
        return ActionOutcome.completed(
                new ActionOutput.File(
                        SIGNED_FILE,
                        new DocumentContent("application/jose", serialized.getBytes(StandardCharsets.US_ASCII))),
                new ActionOutput.File(SIGNED_CONTENT, content),
                new ActionOutput.Value(SIGNATURE, detached));
    }

    private static JWSAlgorithm algorithm(String chosen, X509Certificate certificate) {
        PublicKey key = certificate.getPublicKey();
        boolean rsa = key instanceof RSAPublicKey;
        boolean p256 =
                key instanceof ECPublicKey ec && ec.getParams().getOrder().bitLength() == 256;
        JWSAlgorithm algorithm =
                chosen.equals(BY_KEY) ? rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256 : JWSAlgorithm.parse(chosen);
        if (algorithm.equals(JWSAlgorithm.ES256) ? !p256 : !rsa) {
            throw new IllegalArgumentException("the certificate of " + certificate.getSubjectX500Principal()
                    + " has a key that cannot sign with " + algorithm
                    + ": RS256 and PS256 need an RSA key, ES256 one on the curve P-256");
        }
        return algorithm;
    }

    private static List<Base64> chain(VaultCertificate certificate) {
        List<Base64> chain = new ArrayList<>();
        for (X509Certificate each : certificate.chain()) {
            try {
                chain.add(Base64.encode(each.getEncoded()));
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate that was read can be written", e);
            }
        }
        return chain;
    }

    /** Has the key sign where it lives. */
    private static final class VaultSigner implements JWSSigner {
        private final SigningKey key;
        private final JCAContext jca = new JCAContext();

        VaultSigner(SigningKey key) {
            this.key = key;
        }

        @Override
        public Base64URL sign(JWSHeader header, byte[] input) throws JOSEException {
            byte[] signature = key.sign(String.valueOf(JCA.get(header.getAlgorithm())), input);
            return Base64URL.encode(
                    header.getAlgorithm().equals(JWSAlgorithm.ES256)
                            ? ECDSA.transcodeSignatureToConcat(signature, 64)
                            : signature);
        }

        @Override
        public Set<JWSAlgorithm> supportedJWSAlgorithms() {
            return JCA.keySet();
        }

        @Override
        public JCAContext getJCAContext() {
            return jca;
        }
    }
}
