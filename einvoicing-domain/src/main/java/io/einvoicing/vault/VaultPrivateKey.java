package io.einvoicing.vault;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.math.BigInteger;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a private key inside a vault wherever the JDK asks for a private key; only {@link VaultProvider} can use it. Of the key
 * itself it tells no more than its public half does.
 */
public abstract class VaultPrivateKey implements PrivateKey {
    private static final long serialVersionUID = 1L;

    private final transient SigningKey key;

    private VaultPrivateKey(SigningKey key) {
        this.key = key;
    }

    /**
     * Returns the private key of a certificate.
     *
     * @throws IllegalArgumentException if the vault holds none, or one that is neither RSA nor EC
     */
    public static VaultPrivateKey of(VaultCertificate certificate) {
        String subject = certificate.certificate().getSubjectX500Principal().toString();
        SigningKey key = certificate
                .key()
                .orElseThrow(() -> new IllegalArgumentException("the certificate of " + subject
                        + " is in the vault without its private key: import it with the key"));
        PublicKey half = certificate.certificate().getPublicKey();
        if (half instanceof RSAPublicKey rsa) {
            return new Rsa(key, rsa.getModulus());
        }
        if (half instanceof ECPublicKey ec) {
            return new Ec(key, ec.getParams());
        }
        throw new IllegalArgumentException(
                "the certificate of " + subject + " must have an RSA or EC key, has " + half.getAlgorithm());
    }

    SigningKey key() {
        return key;
    }

    @Override
    public @Nullable String getFormat() {
        return null; // the JDK's word for "cannot be encoded"
    }

    @Override
    public byte @Nullable [] getEncoded() {
        return null;
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("a key in a vault");
    }

    private static final class Rsa extends VaultPrivateKey implements RSAKey {
        private static final long serialVersionUID = 1L;

        private final BigInteger modulus;

        Rsa(SigningKey key, BigInteger modulus) {
            super(key);
            this.modulus = modulus;
        }

        @Override
        public String getAlgorithm() {
            return "RSA";
        }

        @Override
        public BigInteger getModulus() {
            return modulus;
        }
    }

    private static final class Ec extends VaultPrivateKey implements ECKey {
        private static final long serialVersionUID = 1L;

        private final transient ECParameterSpec curve;

        Ec(SigningKey key, ECParameterSpec curve) {
            super(key);
            this.curve = curve;
        }

        @Override
        public String getAlgorithm() {
            return "EC";
        }

        @Override
        public ECParameterSpec getParams() {
            return curve;
        }
    }
}
