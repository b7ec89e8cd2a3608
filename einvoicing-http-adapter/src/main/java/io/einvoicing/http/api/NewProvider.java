package io.einvoicing.http.api;

import io.einvoicing.kernel.Require;
import java.net.URI;

/**
 * Request to create a configuration provider or to change it.
 *
 * @param name unique in the tenant, at most 128 characters
 * @param internetAddress where the provider is found, such as {@code https://contoso.example}
 */
public record NewProvider(String name, URI internetAddress) {
    public NewProvider {
        Require.name("name", name);
    }
}
