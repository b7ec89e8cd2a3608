package io.einvoicing.http.api;

import io.einvoicing.kernel.Require;

/**
 * Request to create a service environment.
 *
 * @param name unique in the tenant, at most 128 characters
 */
public record NewEnvironment(String name) {
    public NewEnvironment {
        Require.name("name", name);
    }
}
