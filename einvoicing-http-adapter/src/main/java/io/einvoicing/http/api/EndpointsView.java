package io.einvoicing.http.api;

import io.einvoicing.activation.EndpointDirectory;
import io.einvoicing.activation.Geography;
import io.einvoicing.activation.ServiceEndpoint;
import java.util.List;
import java.util.Optional;

/**
 * Which service serves which geography.
 *
 * @param items the endpoints, one for each geography
 * @param here the geography that the service which answers serves; absent if it serves all of them
 * @param next always absent: the directory is one page
 */
public record EndpointsView(List<ServiceEndpoint> items, Optional<Geography> here, Optional<String> next) {
    /** Shows a directory. */
    public static EndpointsView of(EndpointDirectory directory) {
        return new EndpointsView(directory.endpoints(), directory.here(), Optional.empty());
    }

    /** Returns the directory that is shown. */
    public EndpointDirectory directory() {
        return new EndpointDirectory(items, here);
    }
}
