package io.einvoicing.activation;

import io.einvoicing.kernel.Finding;
import io.einvoicing.kernel.Require;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which service serves which geography.
 *
 * @param endpoints one for each geography
 * @param here the geography that this service serves; empty if it serves all of them
 */
public record EndpointDirectory(List<ServiceEndpoint> endpoints, Optional<Geography> here) {
    /** The geographies of the source, with addresses that stand for real ones; a service that serves all of them. */
    public static final EndpointDirectory STANDARD = new EndpointDirectory(
            List.of(
                    standard(Geography.UNITED_STATES, "United States", "us"),
                    standard(Geography.EUROPE, "Europe", "eu"),
                    standard(Geography.UNITED_KINGDOM, "United Kingdom", "uk"),
                    standard(Geography.ASIA, "Asia", "asia")),
            Optional.empty());

    public EndpointDirectory {
        endpoints = List.copyOf(endpoints);
        Require.distinct("endpoints", "geography", endpoints, ServiceEndpoint::geography);
        for (Geography served : here.stream().toList()) {
            if (endpoints.stream().noneMatch(each -> each.geography().equals(served))) {
                throw new IllegalArgumentException("geography " + served
                        + " of this service must be among the endpoints: add its address to them");
            }
        }
    }

    private static ServiceEndpoint standard(Geography geography, String name, String host) {
        return new ServiceEndpoint(geography, name, URI.create("https://" + host + ".einvoicing.example.com/"));
    }

    /** Returns the endpoint of the geography; empty if the directory does not know it. */
    public Optional<ServiceEndpoint> find(Geography geography) {
        return endpoints.stream()
                .filter(each -> each.geography().equals(geography))
                .findFirst();
    }

    /** Returns what is wrong with a geography that the directory does not know. */
    Finding unknown(Geography geography) {
        return Finding.error(
                "geography",
                "there is no service in geography " + geography,
                "choose one of "
                        + endpoints.stream()
                                .map(endpoint -> endpoint.geography().id())
                                .collect(Collectors.joining(", ")));
    }

    /** Tells whether tenants of the geography are served here. */
    public boolean serves(Geography geography) {
        return here.map(geography::equals).orElse(true);
    }
}
