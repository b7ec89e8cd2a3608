package io.einvoicing.http.api;

import io.einvoicing.kernel.Require;

/**
 * Request to rename a service environment that was never published.
 *
 * @param name unique in the tenant, at most 128 characters
 */
public record EnvironmentName(String name) {
    public EnvironmentName {
        Require.name("name", name);
    }
}
