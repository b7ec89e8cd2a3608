package io.einvoicing.http.call;

import io.einvoicing.vault.VaultCertificate;
import java.util.Optional;

/**
 * How a call uses TLS.
 *
 * @param client the certificate that identifies the caller, its chain and its key, which may stay in its vault
 * @param oldest the oldest version that is spoken
 * @since 0.1.0
 */
public record OutboundTls(Optional<VaultCertificate> client, TlsVersion oldest) {
    /** No client certificate, TLS 1.2 or 1.3. */
    public static final OutboundTls DEFAULT = anonymous(TlsVersion.TLS_1_2);

    public OutboundTls {
        client.ifPresent(certificate -> {
            if (certificate.key().isEmpty()) {
                throw new IllegalArgumentException(
                        "the client certificate \""
                                + certificate
                                        .certificate()
                                        .getSubjectX500Principal()
                                        .getName()
                                + "\" has no private key in the vault: name the certificate with its key, in a chain as the last");
            }
        });
    }

    /** Returns TLS without a client certificate. */
    public static OutboundTls anonymous(TlsVersion oldest) {
        return new OutboundTls(Optional.empty(), oldest);
    }

    /** Returns TLS with a client certificate. */
    public static OutboundTls identifiedBy(VaultCertificate certificate, TlsVersion oldest) {
        return new OutboundTls(Optional.of(certificate), oldest);
    }
}
