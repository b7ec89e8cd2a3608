package io.einvoicing.activation;

import io.einvoicing.kernel.Require;
import java.net.URI;

/**
 * Where the service of a geography is reached.
 *
 * @param geography whose tenants it serves
 * @param name of the geography, for people
 * @param url absolute address of the service without path parameters, ending with a slash
 */
public record ServiceEndpoint(Geography geography, String name, URI url) {
    public ServiceEndpoint {
        Require.name("endpoint name", name);
        url = address("endpoint url", url);
    }

    /**
     * Returns the address as all addresses of services are written, with a slash at its end.
     *
     * @throws IllegalArgumentException if it is no absolute {@code https} or {@code http} address, or has a user, query or fragment
     */
    static URI address(String field, URI url) {
        Require.webAddress(field, url, Require.TEXT_LENGTH);
        return url.toString().endsWith("/") ? url : URI.create(url + "/");
    }
}
