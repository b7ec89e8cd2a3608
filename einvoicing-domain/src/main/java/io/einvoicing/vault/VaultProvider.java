package io.einvoicing.vault;

import java.io.ByteArrayOutputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets the JDK sign with a {@link VaultPrivateKey}, and with no other key. Handed to the one operation that uses it where the JDK
 * takes a provider; TLS takes none, so there it is registered as the last one.
 */
public final class VaultProvider extends Provider {
    private static final long serialVersionUID = 1L;

    private static final String PSS = "RSASSA-PSS";
    private static final Map<String, String> PSS_ALGORITHMS = Map.of(
            "SHA-256", "SHA256withRSA/PSS",
            "SHA-384", "SHA384withRSA/PSS",
            "SHA-512", "SHA512withRSA/PSS");

    /** The one instance; it has no state. */
    public static final VaultProvider INSTANCE = new VaultProvider();

    private VaultProvider() {
        super("einvoicing-vault", "1.0", "Signatures by keys that stay in their vault");
        for (String algorithm : List.of(
                "SHA256withRSA",
                "SHA384withRSA",
                "SHA512withRSA",
                PSS,
                "SHA256withECDSA",
                "SHA384withECDSA",
                "SHA512withECDSA")) {
            putService(new Service(this, "Signature", algorithm, VaultSignature.class.getName(), null, null) {
                @Override
                public Object newInstance(@Nullable Object parameter) {
                    return new VaultSignature(algorithm);
                }

                @Override
                public boolean supportsParameter(@Nullable Object parameter) {
                    return parameter instanceof VaultPrivateKey;
                }
            });
        }
    }

    /** Collects what is to be signed and hands it to the vault. */
    private static final class VaultSignature extends SignatureSpi {
        private String algorithm;
        private final ByteArrayOutputStream data = new ByteArrayOutputStream();
        private @Nullable VaultPrivateKey key;

        VaultSignature(String algorithm) {
            this.algorithm = algorithm;
        }

        @Override
        protected void engineInitSign(PrivateKey privateKey) throws InvalidKeyException {
            if (!(privateKey instanceof VaultPrivateKey vaultKey)) {
                throw new InvalidKeyException("only keys in a vault are supported");
            }
            key = vaultKey;
            data.reset();
        }

        @Override
        protected void engineInitVerify(PublicKey publicKey) throws InvalidKeyException {
            throw new InvalidKeyException("verify with another provider");
        }

        @Override
        protected void engineUpdate(byte b) {
            data.write(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) {
            data.write(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            if (key == null) {
                throw new SignatureException("not initialized");
            }
            return key.key().sign(algorithm, data.toByteArray());
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            throw new SignatureException("verify with another provider");
        }

        /** Takes the parameters of PSS as TLS and JOSE use it: a salt as long as the digest. */
        @Override
        protected void engineSetParameter(@Nullable AlgorithmParameterSpec parameters)
                throws InvalidAlgorithmParameterException {
            if (parameters == null) {
                return;
            }
            String known =
                    parameters instanceof PSSParameterSpec pss ? PSS_ALGORITHMS.get(pss.getDigestAlgorithm()) : null;
            if (known == null || !(algorithm.equals(PSS) || algorithm.equals(known))) {
                throw new InvalidAlgorithmParameterException("a key in a vault does not sign like that");
            }
            algorithm = known;
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new InvalidParameterException("there are no parameters");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new InvalidParameterException("there are no parameters");
        }
    }
}
