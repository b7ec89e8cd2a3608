package io.einvoicing.testkit.data;

import io.einvoicing.vault.SigningKey;
import io.einvoicing.vault.VaultCertificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A certificate for tests with its private key, in the forms in which vaults hold it.
 *
 * @param certificate the certificate itself
 * @param key its private key
 * @param issuers its issuer first, the root last; empty if it is self-signed
 */
public record TestCertificate(X509Certificate certificate, PrivateKey key, List<X509Certificate> issuers) {
    public TestCertificate {
        issuers = List.copyOf(issuers);
    }

    /** Returns the certificate first, then its issuers. */
    public List<X509Certificate> chain() {
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(certificate);
        chain.addAll(issuers);
        return chain;
    }

    /** Returns what a vault answers that holds the certificate, its issuers and its key. */
    public VaultCertificate inVault() {
        return new VaultCertificate(chain(), Optional.of(SigningKey.of(key)));
    }

    /** Returns what a vault answers that holds the public certificate alone. */
    public VaultCertificate inVaultWithoutKey() {
        return new VaultCertificate(List.of(certificate), Optional.empty());
    }

    /** Returns a PKCS#12 file with key and chain, as Key Vault and folders hold it. */
    public byte[] pkcs12(String password) {
        try {
            KeyStore keyStore = KeyStore.getInstance("PKCS12");
            keyStore.load(null, null);
            keyStore.setKeyEntry("key", key, password.toCharArray(), chain().toArray(X509Certificate[]::new));
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            keyStore.store(file, password.toCharArray());
            return file.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("cannot write PKCS#12", e);
        }
    }

    /** Returns a PEM file with the unencrypted key and the chain. */
    public String pem() {
        StringBuilder pem = new StringBuilder(pemBlock("PRIVATE KEY", key.getEncoded()));
        chain().forEach(each -> pem.append(pemBlock("CERTIFICATE", der(each))));
        return pem.toString();
    }

    /** Returns the base64 text of the public certificate's {@code .cer} file. */
    public String base64() {
        return Base64.getEncoder().encodeToString(der(certificate));
    }

    private static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("cannot encode a certificate", e);
        }
    }

    private static String pemBlock(String type, byte[] der) {
        String lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    @Override
    public String toString() {
        return certificate.getSubjectX500Principal().getName();
    }
}
