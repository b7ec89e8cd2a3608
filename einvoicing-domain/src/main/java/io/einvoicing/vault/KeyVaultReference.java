package io.einvoicing.vault;

import io.einvoicing.kernel.Require;
import java.net.URI;
import java.util.List;

/**
 * Points at a customer's key vault and declares the objects in it that the environment may use.
 *
 * @param name unique in the environment
 * @param description for people
 * @param uri address such as {@code https://NAME.vault.azure.net/}; the reference service in development also takes a folder's {@code file:} URI
 * @param objects declared secrets and certificates, names unique, at most 200
 */
public record KeyVaultReference(String name, String description, URI uri, List<VaultObject> objects) {
    private static final int MOST_OBJECTS = 200;

    public KeyVaultReference {
        Require.name("name", name);
        Require.text("description", description, Require.TEXT_LENGTH);
        Require.address("uri", uri, Require.TEXT_LENGTH);
        objects = List.copyOf(objects);
        Require.atMost("objects", MOST_OBJECTS, objects);
        Require.distinct("objects", "name", objects, VaultObject::name);
    }
}
