package io.einvoicing.vault;

import io.einvoicing.kernel.Require;
import java.util.List;

/**
 * An ordered chain of certificates for signing and for TLS client authentication.
 *
 * @param name unique in the environment
 * @param description for people
 * @param certificates names of declared certificates: root first, then intermediates, the end-user or client certificate last
 */
public record CertificateChain(String name, String description, List<String> certificates) {
    public CertificateChain {
        Require.name("certificate chain name", name);
        Require.text("certificate chain description", description, Require.TEXT_LENGTH);
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificate chain \"" + name + "\" must hold at least one certificate");
        }
        certificates.forEach(certificate -> VaultObject.checkName("certificate name", certificate));
        Require.distinct("certificate of chain " + name, certificates, certificate -> certificate);
    }

    /** Returns the name of the certificate that signs, the last one. */
    public String endCertificate() {
        return certificates.get(certificates.size() - 1);
    }
}
