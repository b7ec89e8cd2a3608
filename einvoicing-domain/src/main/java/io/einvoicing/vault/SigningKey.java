package io.einvoicing.vault;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;

/** A private key that signs where it lives; it may never leave the vault. Thread-safe. */
@FunctionalInterface
public interface SigningKey {
    /**
     * Signs the data.
     *
     * @param algorithm JCA signature algorithm such as {@code SHA256withRSA}, or {@code SHA256withRSA/PSS} (384, 512), whose mask is
     *     MGF1 with the same digest and whose salt is as long as the digest
     * @param data what is signed; hashed by the algorithm itself
     * @return the signature value in the algorithm's JCA encoding
     * @throws IllegalArgumentException if the key cannot be used with the algorithm
     * @throws VaultUnavailableException if the vault that holds the key gave no answer
     */
    byte[] sign(String algorithm, byte[] data);

    /** Tells whether each signature is a call to the vault. */
    default boolean signsInVault() {
        return false;
    }

    /** Returns a key that signs in this JVM. */
    static SigningKey of(PrivateKey key) {
        return (algorithm, data) -> {
            try {
                Signature signature = signature(algorithm);
                signature.initSign(key);
                signature.update(data);
                return signature.sign();
            } catch (NoSuchAlgorithmException | InvalidKeyException | InvalidAlgorithmParameterException e) {
                throw new IllegalArgumentException(
                        "the " + key.getAlgorithm() + " key cannot sign with " + algorithm, e);
            } catch (SignatureException e) {
                throw new IllegalStateException("the JVM cannot sign with " + algorithm, e);
            }
        };
    }

    private static Signature signature(String algorithm)
            throws NoSuchAlgorithmException, InvalidAlgorithmParameterException {
        if (!algorithm.matches("SHA(256|384|512)withRSA/PSS")) {
            return Signature.getInstance(algorithm);
        }
        int bits = Integer.parseInt(algorithm.substring(3, 6));
        String digest = "SHA-" + bits;
        Signature signature = Signature.getInstance("RSASSA-PSS");
        signature.setParameter(new PSSParameterSpec(digest, "MGF1", new MGF1ParameterSpec(digest), bits / 8, 1));
        return signature;
    }
}
