package io.einvoicing.http.access;

import io.einvoicing.kernel.Require;
import java.util.Set;

/**
 * Whose tokens are accepted, and for whom they must have been issued.
 *
 * @param issuer the {@code iss} claim; {@value #TENANT} in it stands for the token's own tenant, as in the metadata of
 *     multi-tenant applications: {@code https://login.microsoftonline.com/{tenantid}/v2.0}
 * @param audiences accepted {@code aud} claims: the application id of the service or its application id URI
 */
public record TrustedIssuer(String issuer, Set<String> audiences) {
    /** Place of the tenant id in an issuer. */
    public static final String TENANT = "{tenantid}";

    public TrustedIssuer {
        Require.line("issuer", issuer, 1_000);
        audiences = Set.copyOf(audiences);
        if (audiences.isEmpty()) {
            throw new IllegalArgumentException("at least one audience must be configured");
        }
    }

    /** Returns the issuer that a token of the tenant must name. */
    String issuerFor(String tenant) {
        return issuer.replace(TENANT, tenant);
    }
}
