package io.einvoicing.xml.signing.internal;

import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.security.InvalidParameterException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the JDK sign with a {@link VaultPrivateKey}. It is handed to the one operation that uses it and never registered, so that no
 * other code of the process meets it.
 */
public final class VaultProvider extends Provider {
    private static final long serialVersionUID = 1L;

    /** The one instance; it has no state. */
    public static final VaultProvider INSTANCE = new VaultProvider();

    private VaultProvider() {
        super("einvoicing-vault", "1.0", "RSA signatures by keys that stay in their vault");
        for (String algorithm : List.of("SHA256withRSA", "SHA384withRSA", "SHA512withRSA")) {
            putService(new Service(this, "Signature", algorithm, VaultSignature.class.getName(), null, null) {
                @Override
                public Object newInstance(@Nullable Object parameter) {
                    return new VaultSignature(algorithm);
                }
            });
        }
    }

    /** Collects what is to be signed and hands it to the vault. */
    private static final class VaultSignature extends SignatureSpi {
        private final String algorithm;
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
