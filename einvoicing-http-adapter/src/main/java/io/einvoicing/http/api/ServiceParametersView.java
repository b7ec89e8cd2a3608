package io.einvoicing.http.api;

import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceParameters;
import java.net.URI;
import java.util.Optional;

/**
 * Which service the tenant configures.
 *
 * @param geography where it runs; absent until it is set
 * @param endpoint its address; absent until it is set
 * @param revision 1 while nothing was ever set, one more at every change; also the entity tag
 */
public record ServiceParametersView(Optional<Geography> geography, Optional<URI> endpoint, long revision) {
    /** Shows parameters. */
    public static ServiceParametersView of(ServiceParameters parameters) {
        return new ServiceParametersView(parameters.geography(), parameters.endpoint(), parameters.revision());
    }
}
