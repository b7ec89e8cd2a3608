package io.einvoicing.vault;

/** A private key that signs where it lives; it may never leave the vault. Thread-safe. */
@FunctionalInterface
public interface SigningKey {
    /**
     * Signs the data.
     *
     * @param algorithm JCA signature algorithm such as {@code SHA256withRSA}
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
}
