package io.einvoicing.environment;

import io.einvoicing.kernel.Finding;
import io.einvoicing.vault.CertificateChain;
import io.einvoicing.vault.VaultCertificate;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Checks that a chain of certificates is complete and in order: root first, each issued by the one before, client last. */
final class ChainCheck {
    private final CertificateChain chain;
    private final String field;
    private final List<Finding> findings = new ArrayList<>();

    private ChainCheck(CertificateChain chain, String field) {
        this.chain = chain;
        this.field = field;
    }

    /**
     * Returns all findings.
     *
     * @param read gives each certificate of the chain that could be read; the others have findings of their own
     */
    static List<Finding> findings(
            CertificateChain chain, String field, Function<String, Optional<VaultCertificate>> read) {
        return new ChainCheck(chain, field).check(read);
    }

    private List<Finding> check(Function<String, Optional<VaultCertificate>> read) {
        List<String> names = chain.certificates();
        for (int i = 0; i < names.size(); i++) {
            Optional<X509Certificate> certificate = read.apply(names.get(i)).map(VaultCertificate::certificate);
            if (certificate.isEmpty()) {
                continue;
            }
            if (i == 0) {
                checkRoot(certificate.get());
            } else {
                int place = i;
                read.apply(names.get(i - 1))
                        .ifPresent(issuer -> checkIssuer(certificate.get(), issuer.certificate(), place));
            }
        }
        read.apply(chain.endCertificate())
                .filter(end -> end.key().isEmpty())
                .ifPresent(
                        end -> findings.add(
                                Finding.warning(
                                        place(names.size() - 1),
                                        "the last certificate \"" + chain.endCertificate() + "\" of the chain \""
                                                + chain.name()
                                                + "\" has no private key: the chain can neither sign nor authenticate",
                                        "put the certificate with its key into the key vault, or move it up if it is not the client's")));
        return findings;
    }

    private void checkRoot(X509Certificate first) {
        if (!isIssuedBy(first, first)) {
            findings.add(Finding.error(
                    place(0),
                    "the chain \"" + chain.name() + "\" begins with \""
                            + chain.certificates().get(0) + "\", which is no root: "
                            + first.getIssuerX500Principal().getName() + " issued it",
                    "put the root first, then each certificate after the one that issued it"));
        }
    }

    private void checkIssuer(X509Certificate certificate, X509Certificate before, int index) {
        String name = chain.certificates().get(index);
        String issuer = chain.certificates().get(index - 1);
        if (!isIssuedBy(certificate, before)) {
            findings.add(Finding.error(
                    place(index),
                    "in the chain \"" + chain.name() + "\", \"" + name + "\" was not issued by \"" + issuer
                            + "\" before it, but by "
                            + certificate.getIssuerX500Principal().getName(),
                    "put it after the certificate that issued it, and add what is missing in between"));
        } else if (before.getVersion() >= 3 && before.getBasicConstraints() < 0) {
            findings.add(Finding.error(
                    place(index - 1),
                    "in the chain \"" + chain.name() + "\", \"" + issuer + "\" must not issue certificates",
                    "use the certificate of a certification authority"));
        }
    }

    private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
        if (!certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // Another key of the same name, or a broken signature.
        }
    }

    private String place(int index) {
        return field + ".certificates[" + index + "]";
    }
}
