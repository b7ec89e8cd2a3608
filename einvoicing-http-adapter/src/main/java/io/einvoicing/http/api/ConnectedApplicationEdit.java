package io.einvoicing.http.api;

import io.einvoicing.connectedapp.ApplicationDetails;
import io.einvoicing.environment.EnvironmentId;
import java.net.URI;
import java.util.List;

/**
 * A connected application as it is created or edited.
 *
 * @param name unique in the tenant, at most 128 characters
 * @param type what ERP it is
 * @param applicationUrl its address, without query
 * @param tenant the directory in which it is registered: a tenant id or a domain name
 * @param credentials how the service identifies itself there
 * @param environments service environments that it is linked to, at most 100
 */
public record ConnectedApplicationEdit(
        String name,
        ApplicationDetails.Type type,
        URI applicationUrl,
        String tenant,
        ApplicationCredentials credentials,
        List<EnvironmentId> environments) {
    public ConnectedApplicationEdit {
        environments = List.copyOf(environments);
        details(name, type, applicationUrl, tenant, credentials);
    }

    /** Returns everything but the links to environments. */
    public ApplicationDetails details() {
        return details(name, type, applicationUrl, tenant, credentials);
    }

    private static ApplicationDetails details(
            String name,
            ApplicationDetails.Type type,
            URI applicationUrl,
            String tenant,
            ApplicationCredentials credentials) {
        return new ApplicationDetails(name, type, applicationUrl, tenant, credentials.toDomain());
    }
}
