package io.einvoicing.http.api;

import io.einvoicing.activation.DeploymentProject;
import java.net.URI;
import java.util.UUID;

/**
 * Request to enable the service for an ERP instance; the path names the deployment project.
 *
 * @param tier size of the ERP environment, 1 to 5; the service needs 2 or more
 * @param applicationUrl address of the ERP instance
 * @param applicationId client id with which the ERP instance obtains its access tokens
 */
public record ActivationRequest(int tier, URI applicationUrl, UUID applicationId) {
    /** Returns the deployment project of that name. */
    public DeploymentProject project(String name) {
        return new DeploymentProject(name, tier, applicationUrl, applicationId);
    }
}
