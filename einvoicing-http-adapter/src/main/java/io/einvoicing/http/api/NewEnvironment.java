package io.einvoicing.http.api;

import io.einvoicing.kernel.Require;
import java.util.Optional;

/**
 * Request to create a service environment.
 *
 * @param name unique in the tenant, at most 128 characters; that of a deleted environment is never free again
 * @param description for people, at most 4,000 characters
 */
public record NewEnvironment(String name, Optional<String> description) {
    public NewEnvironment {
        Require.name("name", name);
        description.ifPresent(text -> Require.text("description", text, Require.TEXT_LENGTH));
    }
}
