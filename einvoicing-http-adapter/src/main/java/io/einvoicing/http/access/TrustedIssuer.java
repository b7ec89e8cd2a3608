package io.einvoicing.http.access;

import io.einvoicing.access.Role;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.util.Optional;
import java.util.Set;

/**
 * Whose tokens are accepted, and for whom they must have been issued.
 *
 * @param issuer the {@code iss} claim; {@value #TENANT} in it stands for the token's own tenant, as in the metadata of
 *     multi-tenant applications: {@code https://login.microsoftonline.com/{tenantid}/v2.0}
 * @param audiences accepted {@code aud} claims: the application id of the service or its application id URI
 * @param operatorTenants organizations whose tokens may bear the role {@code operate}, which reaches every tenant: an issuer of many
 *     tenants lets each one's administrator assign roles; empty = all, for an issuer that serves the operator alone
 */
public record TrustedIssuer(String issuer, Set<String> audiences, Optional<Set<TenantId>> operatorTenants) {
    /** Place of the tenant id in an issuer. */
    public static final String TENANT = "{tenantid}";

    public TrustedIssuer {
        Require.line("issuer", issuer, 1_000);
        audiences = Set.copyOf(audiences);
        operatorTenants = operatorTenants.map(Set::copyOf);
        if (audiences.isEmpty()) {
            throw new IllegalArgumentException("at least one audience must be configured");
        }
    }

    /** Tells whether tokens of the organization may bear the role. */
    boolean mayBear(TenantId tenant, Role role) {
        return role != Role.OPERATE
                || operatorTenants.map(allowed -> allowed.contains(tenant)).orElse(true);
    }

    /** Returns the issuer that a token of the tenant must name. */
    String issuerFor(String tenant) {
        return issuer.replace(TENANT, tenant);
    }
}
