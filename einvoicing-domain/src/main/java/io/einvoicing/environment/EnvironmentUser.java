package io.einvoicing.environment;

import io.einvoicing.access.PrincipalId;
import io.einvoicing.kernel.Require;

/**
 * A user whom the environment lists. The described system's pages name one list for two purposes, hence two permissions.
 *
 * @param id directory object id, which alone is matched
 * @param email for people
 * @param maySubmit whether the user may submit documents through the environment
 * @param mayDeploy whether the user may deploy features to the environment
 */
public record EnvironmentUser(PrincipalId id, String email, boolean maySubmit, boolean mayDeploy) {
    public EnvironmentUser {
        Require.line("email", email, 254);
    }

    /** Tells whether this is the other user, with no permission that the other lacks. */
    boolean mayNoMoreThan(EnvironmentUser other) {
        return id.equals(other.id)
                && email.equals(other.email)
                && (!maySubmit || other.maySubmit)
                && (!mayDeploy || other.mayDeploy);
    }
}
