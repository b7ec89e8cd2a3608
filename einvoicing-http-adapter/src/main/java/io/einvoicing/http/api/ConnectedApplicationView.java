package io.einvoicing.http.api;

import io.einvoicing.connectedapp.ApplicationDetails;
import io.einvoicing.connectedapp.ConnectedApplication;
import io.einvoicing.connectedapp.ConnectedApplicationId;
import io.einvoicing.environment.EnvironmentId;
import java.net.URI;
import java.util.List;

/**
 * A connected application.
 *
 * @param id the application
 * @param name unique in the tenant
 * @param type what ERP it is
 * @param applicationUrl its address
 * @param tenant the directory in which it is registered
 * @param credentials how the service identifies itself there; never a secret's value
 * @param environments service environments that it is linked to
 * @param revision one more at every edit; also the entity tag
 */
public record ConnectedApplicationView(
        ConnectedApplicationId id,
        String name,
        ApplicationDetails.Type type,
        URI applicationUrl,
        String tenant,
        ApplicationCredentials credentials,
        List<EnvironmentId> environments,
        long revision) {
    public ConnectedApplicationView {
        environments = List.copyOf(environments);
    }

    /** Shows an application. */
    public static ConnectedApplicationView of(ConnectedApplication application) {
        ApplicationDetails details = application.details();
        return new ConnectedApplicationView(
                application.id(),
                details.name(),
                details.type(),
                details.applicationUrl(),
                details.directoryTenant(),
                ApplicationCredentials.of(details.credentials()),
                application.environments(),
                application.revision());
    }
}
