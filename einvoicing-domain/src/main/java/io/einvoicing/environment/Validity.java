package io.einvoicing.environment;

import io.einvoicing.kernel.Finding;
import io.einvoicing.vault.Expiry;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;

/** Judges until when something can be used: what has expired blocks, what expires within 30 days warns. */
final class Validity {
    private Validity() {}

    /**
     * Returns the finding, if any.
     *
     * @param what names it at the beginning of the message
     */
    static Optional<Finding> check(String field, String what, Instant until, Instant now, String renewal) {
        return switch (Expiry.of(until, now)) {
            case EXPIRED -> Optional.of(Finding.error(field, what + " expired at " + until, renewal));
            case EXPIRING ->
                Optional.of(Finding.warning(field, what + " expires at " + until, renewal + " before then"));
            case VALID -> Optional.empty();
        };
    }

    /** Returns the finding about a certificate, if any. */
    static Optional<Finding> check(String field, String name, X509Certificate certificate, Instant now) {
        String what = "the certificate \"" + name + "\"";
        Instant from = certificate.getNotBefore().toInstant();
        return now.isBefore(from)
                ? Optional.of(Finding.error(
                        field, what + " is valid only from " + from, "wait until then, or use another certificate"))
                : check(field, what, certificate.getNotAfter().toInstant(), now, "renew it in the key vault");
    }
}
