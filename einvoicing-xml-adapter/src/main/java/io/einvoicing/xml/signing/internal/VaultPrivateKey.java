package io.einvoicing.xml.signing.internal;

import io.einvoicing.vault.SigningKey;
import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.security.PrivateKey;
import org.jspecify.annotations.Nullable;

/** Stands for a private key inside a vault wherever the JDK asks for a private key; only {@link VaultProvider} can use it. */
public final class VaultPrivateKey implements PrivateKey {
    private static final long serialVersionUID = 1L;

    private final transient SigningKey key;

    /** Wraps an RSA key. */
    public VaultPrivateKey(SigningKey key) {
        this.key = key;
    }

    SigningKey key() {
        return key;
    }

    @Override
    public String getAlgorithm() {
        return "RSA";
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
}
