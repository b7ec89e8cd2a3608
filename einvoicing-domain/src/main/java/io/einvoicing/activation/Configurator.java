package io.einvoicing.activation;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.Require;

/**
 * The first person who may configure a tenant, whatever the roles of the access token say.
 *
 * @param id object id in the tenant's directory
 * @param email for people; never used for a decision
 */
public record Configurator(PrincipalId id, String email) {
    public Configurator {
        Require.name("email", email);
    }
}
