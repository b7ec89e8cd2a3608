package io.einvoicing.http.api;

import io.einvoicing.activation.Geography;
import java.net.URI;

/**
 * Request to set which service the tenant configures.
 *
 * @param geography the tenant's geography
 * @param endpoint the address that the endpoint directory gives for it
 */
public record ServiceParametersEdit(Geography geography, URI endpoint) {}
