package io.einvoicing.http.api;

import io.einvoicing.kernel.Require;

/**
 * Request to create a feature.
 *
 * @param name unique in the tenant, at most 128 characters
 */
public record NewFeature(String name) {
    public NewFeature {
        Require.name("name", name);
    }
}
