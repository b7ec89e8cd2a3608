package io.einvoicing.activation;

import io.einvoicing.kernel.Require;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * A Lifecycle Services deployment project: one ERP environment for which the service can be activated.
 *
 * @param name unique in the tenant
 * @param tier size of the ERP environment, 1 to 5; the service needs {@value #LOWEST_TIER} or more
 * @param applicationUrl address of the ERP instance, without user, query and fragment
 * @param applicationId client id with which the ERP instance obtains its access tokens
 * @param tenant directory in which that application is registered; empty = the tenant's own
 * @see <a href="https://learn.microsoft.com/en-us/dynamics365/finance/localizations/e-invoicing-administration-components">
 *     Source: Electronic invoicing administration components, Lifecycle Services, dated 2021-04-29</a>
 */
public record DeploymentProject(
        String name, int tier, URI applicationUrl, UUID applicationId, Optional<TenantId> tenant) {
    /** The lowest tier on which the microservice can be installed. */
    public static final int LOWEST_TIER = 2;

    public DeploymentProject {
        Require.name("name", name);
        if (tier < 1 || tier > 5) {
            throw new IllegalArgumentException("tier must be 1 to 5, was " + tier);
        }
        Require.webAddress("applicationUrl", applicationUrl, Require.TEXT_LENGTH);
    }

    /** Describes a project whose application is registered in the tenant's own directory. */
    public DeploymentProject(String name, int tier, URI applicationUrl, UUID applicationId) {
        this(name, tier, applicationUrl, applicationId, Optional.empty());
    }

    /** Tells whether the microservice can be installed on an environment of this tier. */
    public boolean canBeEnabled() {
        return tier >= LOWEST_TIER;
    }
}
