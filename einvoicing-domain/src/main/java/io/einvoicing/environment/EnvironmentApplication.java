package io.einvoicing.environment;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.Require;

/**
 * An application without a user that may submit and query through the environment.
 *
 * @param name for people
 * @param id object id of the enterprise application (service principal), not of the application registration
 */
public record EnvironmentApplication(String name, PrincipalId id) {
    public EnvironmentApplication {
        Require.name("name", name);
    }
}
