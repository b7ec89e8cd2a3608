package io.einvoicing.http.api;

import io.einvoicing.activation.DeploymentProject;
import io.einvoicing.kernel.TenantId;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/**
 * Request to record a deployment project or to enable the service for it; the path names the project.
 *
 * @param tier size of the ERP environment, 1 to 5; the service can be enabled from 2 on
 * @param applicationUrl address of the ERP instance
 * @param applicationId client id with which the ERP instance obtains its access tokens
 * @param tenant directory in which that application is registered; absent = the tenant's own
 */
public record ActivationRequest(int tier, URI applicationUrl, UUID applicationId, Optional<TenantId> tenant) {
    /** Returns the deployment project of that name. */
    public DeploymentProject project(String name) {
        return new DeploymentProject(name, tier, applicationUrl, applicationId, tenant);
    }

    /** Describes a deployment project. */
    public static ActivationRequest of(DeploymentProject project) {
        return new ActivationRequest(
                project.tier(), project.applicationUrl(), project.applicationId(), project.tenant());
    }
}
