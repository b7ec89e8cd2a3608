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
        Require.name("key vault name", name);
        Require.text("key vault description", description, Require.TEXT_LENGTH);
        Require.line("key vault uri", uri.toString(), Require.TEXT_LENGTH);
        if (!uri.isAbsolute()) {
            throw new IllegalArgumentException(
                    "key vault uri must be absolute such as https://NAME.vault.azure.net/, was \"" + uri + "\"");
        }
        if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(
                    "key vault uri must be an address alone, without user, password, query and fragment");
        }
        objects = List.copyOf(objects);
        Require.atMost("objects", MOST_OBJECTS, objects);
        Require.distinct("vault object name", objects, VaultObject::name);
    }
}
