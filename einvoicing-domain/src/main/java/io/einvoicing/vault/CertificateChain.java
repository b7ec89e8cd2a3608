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
        Require.name("name", name);
        Require.text("description", description, Require.TEXT_LENGTH);
        certificates = List.copyOf(certificates);
        if (certificates.isEmpty()) {
            throw new IllegalArgumentException("certificates must be at least one, was none");
        }
        for (int i = 0; i < certificates.size(); i++) {
            VaultObject.checkName("certificates[" + i + "]", certificates.get(i));
        }
        Require.distinct("certificates", certificates);
    }

    /** Returns the name of the certificate that signs, the last one. */
    public String endCertificate() {
        return certificates.get(certificates.size() - 1);
    }
}
