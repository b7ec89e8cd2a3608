package io.einvoicing.connectedapp;

import io.einvoicing.environment.EnvironmentId;
import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.util.List;

/**
 * An instance of an ERP that features are deployed to. Immutable; every edit returns the next revision.
 *
 * @param tenant owner
 * @param id the application
 * @param details everything that can be edited
 * @param environments service environments that it is linked to, unique
 * @param revision 1 at creation, one more at every edit
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/e-invoicing-administration-components">
 *     Source: Electronic invoicing administration components, connected applications, dated 2021-04-29</a>
 */
public record ConnectedApplication(
        TenantId tenant,
        ConnectedApplicationId id,
        ApplicationDetails details,
        List<EnvironmentId> environments,
        long revision) {
    /** Most environments that one application is linked to. */
    public static final int MAX_ENVIRONMENTS = 100;

    public ConnectedApplication {
        environments = List.copyOf(environments);
        Require.distinct("environments", environments);
        if (environments.size() > MAX_ENVIRONMENTS) {
            throw new IllegalArgumentException(
                    "environments must be at most " + MAX_ENVIRONMENTS + ", were " + environments.size());
        }
    }

    public String name() {
        return details.name();
    }

    /** Returns this application edited. */
    ConnectedApplication edit(ApplicationDetails nextDetails, List<EnvironmentId> nextEnvironments) {
        return new ConnectedApplication(tenant, id, nextDetails, nextEnvironments, revision + 1);
    }
}
