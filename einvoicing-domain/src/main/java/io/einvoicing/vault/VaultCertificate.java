package io.einvoicing.vault;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A certificate as a vault holds it.
 *
 * @param chain the certificate first, then its issuers as far as the vault holds them; never empty
 * @param key its private key; absent for a public certificate
 */
public record VaultCertificate(List<X509Certificate> chain, Optional<SigningKey> key) {
    public VaultCertificate {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a certificate chain must hold at least the certificate itself");
        }
    }

    /** Returns the certificate itself. */
    public X509Certificate certificate() {
        return chain.get(0);
    }
}
