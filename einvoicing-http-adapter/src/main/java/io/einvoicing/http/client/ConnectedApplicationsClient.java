package io.einvoicing.http.client;

import io.einvoicing.connectedapp.ConnectedApplicationId;
import io.einvoicing.feature.FeatureId;
import io.einvoicing.http.api.ConnectedApplicationEdit;
import io.einvoicing.http.api.ConnectedApplicationView;
import io.einvoicing.http.api.ConnectionCheckView;
import io.einvoicing.http.api.NewSetupDeployment;
import io.einvoicing.http.api.Page;
import io.einvoicing.http.api.SetupDeploymentView;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Calls the service as an administrator of connected applications does. Thread-safe.
 *
 * <p>Every method throws {@link ApiProblemException} if the service answered with a problem, and {@link ApiUnavailableException} if it
 * gave no answer. Changes name the revision that the caller read.
 */
public final class ConnectedApplicationsClient {
    private static final String ALL = "/connected-applications";

    private final ApiConnection api;

    /**
     * Connects to a service; nothing is sent yet.
     *
     * @param service address of the service, such as {@code https://einvoicing.example.com}
     * @param accessToken gives a bearer token that is valid now; asked for each request
     */
    public ConnectedApplicationsClient(URI service, Supplier<String> accessToken) {
        this.api = new ApiConnection(service, accessToken);
    }

    public ConnectedApplicationView create(ConnectedApplicationEdit application) {
        return api.post(ALL, application, ConnectedApplicationView.class);
    }

    public List<ConnectedApplicationView> list() {
        return api.page(ALL, ConnectedApplicationView.class).items();
    }

    public ConnectedApplicationView find(ConnectedApplicationId id) {
        return api.get(path(id), ConnectedApplicationView.class);
    }

    public ConnectedApplicationView edit(ConnectedApplicationId id, long revision, ConnectedApplicationEdit edit) {
        return api.put(path(id), revision, edit, ConnectedApplicationView.class);
    }

    /** Disconnects an application; nothing is removed there. */
    public void delete(ConnectedApplicationId id, long revision) {
        api.delete(path(id), revision);
    }

    /** Calls the application as a deployment would, without writing. */
    public ConnectionCheckView check(ConnectedApplicationId id) {
        return api.post(path(id) + "/checks", null, ConnectionCheckView.class);
    }

    /** Writes the application setups of a completed version to the application; repeatable. */
    public SetupDeploymentView deploy(ConnectedApplicationId id, FeatureId feature, int version) {
        return api.post(path(id) + "/deployments", new NewSetupDeployment(feature, version), SetupDeploymentView.class);
    }

    /**
     * Returns one page of what was deployed to the application, the newest first.
     *
     * @param after {@code next} of the page before; empty for the first page
     * @param limit at most so many, 1 to 500
     */
    public Page<SetupDeploymentView> deployments(ConnectedApplicationId id, Optional<String> after, int limit) {
        return api.page(
                path(id) + "/deployments?limit=" + limit
                        + after.map(cursor -> "&after=" + ApiConnection.encoded(cursor))
                                .orElse(""),
                SetupDeploymentView.class);
    }

    private static String path(ConnectedApplicationId id) {
        return ALL + "/" + id;
    }
}
